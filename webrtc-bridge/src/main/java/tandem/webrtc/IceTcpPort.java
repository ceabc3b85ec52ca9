package tandem.webrtc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tandem.media.desk.MediaLoop;

/**
 * One TCP port on one of our addresses, for browsers whose UDP is blocked: they open the connection (RFC 6544), each datagram goes
 * behind its length (RFC 4571). On its media loop.
 *
 * <pre>
 *  length (16) | datagram
 * </pre>
 */
final class IceTcpPort {
    private static final int LENGTH_OCTETS = 2;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int UNSENT = 64 * 1024; // a third of a second of nothing read: late audio is of no use
    private static final int BACKLOG = 128;
    private static final long FIRST_CHECK_S = 10;

    private final MediaLoop loop;
    private final IceTable table;
    private final Set<TcpWay> connections = new HashSet<>();
    private @Nullable Channel listening; // none before it is bound

    private IceTcpPort(MediaLoop loop, IceTable table) {
        this.loop = loop;
        this.table = table;
    }

    /** Binds it, and completes with it; fails where the port is taken or the address is not ours. Port 0 takes a free one. */
    static CompletableFuture<IceTcpPort> bind(MediaLoop loop, InetSocketAddress address, IceTable table) {
        IceTcpPort made = new IceTcpPort(loop, table);
        CompletableFuture<IceTcpPort> bound = new CompletableFuture<>();
        ChannelFuture binding = new ServerBootstrap()
                .group(loop.netty().eventLoop())
                .channel(loop.netty().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(UNSENT / 2, UNSENT))
                .childHandler(made.accepting())
                .bind(address);
        binding.addListener(done -> {
            if (done.isSuccess()) {
                made.listening = binding.channel();
                bound.complete(made);
            } else {
                IOException taken = new BindException("TCP port " + address.getPort() + " for browsers (ICE): "
                        + done.cause().getMessage());
                bound.completeExceptionally(taken);
            }
        });
        return bound;
    }

    /** The port it is bound to. */
    int port() {
        Channel bound = listening;
        return bound != null && bound.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    private ChannelInitializer<SocketChannel> accepting() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (connections.size() >= MOST_CONNECTIONS) {
                    table.counters().onStranger();
                    channel.close();
                    return;
                }
                TcpWay way = new TcpWay(channel);
                connections.add(way);
                channel.pipeline()
                        .addLast(new LengthFieldBasedFrameDecoder(
                                MediaLoop.DATAGRAM, 0, LENGTH_OCTETS, 0, LENGTH_OCTETS))
                        .addLast(new Frames(way));
                channel.eventLoop().schedule(way::closeUnlessKnown, FIRST_CHECK_S, TimeUnit.SECONDS);
            }
        };
    }

    /** Listens no more, and closes what is open. */
    void close() {
        if (listening != null) {
            listening.close();
        }
        Set.copyOf(connections).forEach(way -> way.channel.close());
    }

    private final class Frames extends SimpleChannelInboundHandler<ByteBuf> {
        private final TcpWay way;

        Frames(TcpWay way) {
            this.way = way;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            int length = frame.readableBytes();
            loop.netty().run(() -> table.take(loop.received(frame, length), length, way));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.remove(way);
            way.gone();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            table.counters().onMalformed();
            context.close();
        }
    }

    private static final class TcpWay extends Way {
        private final SocketChannel channel;

        TcpWay(SocketChannel channel) {
            this.channel = channel;
        }

        /** What cannot go at once is dropped: what would come late is of no use. */
        @Override
        boolean send(byte[] datagram, int offset, int length) {
            if (!channel.isActive() || !channel.isWritable()) {
                return false;
            }
            ByteBuf frame = channel.alloc().directBuffer(LENGTH_OCTETS + length);
            frame.writeShort(length).writeBytes(datagram, offset, length);
            channel.writeAndFlush(frame, channel.voidPromise());
            return true;
        }

        @Override
        InetSocketAddress peer() {
            return channel.remoteAddress();
        }

        /** Nothing else comes by it than by its connection. */
        @Override
        void known(boolean yes) {
            if (!yes) {
                channel.close();
            }
        }

        private void closeUnlessKnown() {
            if (flow() == null) {
                channel.close();
            }
        }

        @Override
        public String toString() {
            return "TCP " + channel.remoteAddress();
        }
    }
}
