package tandem.media.desk;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A UDP socket as a Netty channel, for machines without epoll. */
final class ChannelSocket extends SimpleChannelInboundHandler<DatagramPacket> implements MediaSocket {
    private final Channel channel;
    private MediaLoop loop;
    private Sink sink = Sink.NONE;

    private ChannelSocket(MediaLoop loop) {
        this.loop = loop;
        this.channel = new Bootstrap()
                .group(loop.netty().eventLoop())
                .channel(loop.netty().datagramChannel())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MediaLoop.DATAGRAM))
                .handler(this)
                .register()
                .awaitUninterruptibly()
                .channel();
    }

    /**
     * Binds a socket: on its loop within the call, from elsewhere after the loop's turn.
     *
     * @throws IOException when the port is taken or the address is not ours
     */
    static ChannelSocket bind(MediaLoop loop, InetSocketAddress address) throws IOException {
        ChannelSocket made = new ChannelSocket(loop);
        ChannelFuture bound = made.channel.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            made.channel.close();
            throw new IOException("cannot bind " + address, bound.cause());
        }
        return made;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        ByteBuf content = datagram.content();
        int length = content.readableBytes();
        loop.enter();
        try {
            sink.onDatagram(loop.received(content, length), length, datagram.sender());
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            loop.bug(bug, sink);
        } finally {
            loop.leave(sink);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.counters().onSocketError();
    }

    @Override
    public boolean send(byte[] datagram, int offset, int length, InetSocketAddress to) {
        ByteBuf copy = Unpooled.copiedBuffer(datagram, offset, length);
        channel.writeAndFlush(new DatagramPacket(copy, to), channel.voidPromise());
        return true;
    }

    @Override
    public void sink(Sink sink) {
        this.sink = sink;
    }

    @Override
    public int port() {
        return channel.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    @Override
    public void moveTo(MediaLoop other, Runnable arrived) {
        channel.deregister().addListener(left -> other.post(() -> arrive(other, arrived)));
    }

    private void arrive(MediaLoop other, Runnable arrived) {
        loop = other;
        EventLoopGroup there = other.netty().eventLoop();
        there.register(channel).addListener(done -> arrived.run());
    }

    @Override
    public void close() {
        sink = Sink.NONE;
        channel.close();
    }

    @Override
    public String toString() {
        return "UDP port " + port();
    }
}
