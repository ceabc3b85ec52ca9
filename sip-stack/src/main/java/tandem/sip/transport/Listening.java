package tandem.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import tandem.base.NettyLoop;
import tandem.sip.SipListener;
import tandem.sip.message.MessageReader;

/** Binds the listening sockets one after the other; the first that cannot be bound ends it with its address and the reason. */
final class Listening {
    /** Datagrams read in one turn: a loop that gathers finds many, and must not wait for each. */
    private static final int AT_ONCE = 32;

    private static final int KERNEL_BUFFER = 4 * 1024 * 1024;
    private static final int BACKLOG = 1024;

    private final NettyLoop loop;
    private final TransportSettings settings;
    private final Connections connections;
    private final Function<Channel, UdpSocket> sockets;
    private final List<SipListener> bound = new ArrayList<>();
    private final Queue<Wanted> wanted = new ArrayDeque<>();

    private record Wanted(TransportType transport, InetSocketAddress address) {}

    Listening(
            NettyLoop loop, TransportSettings settings, Connections connections, Function<Channel, UdpSocket> sockets) {
        this.loop = loop;
        this.settings = settings;
        this.connections = connections;
        this.sockets = sockets;
        settings.udp().forEach(address -> wanted.add(new Wanted(TransportType.UDP, address)));
        settings.tcp().forEach(address -> wanted.add(new Wanted(TransportType.TCP, address)));
        settings.tls().forEach(address -> wanted.add(new Wanted(TransportType.TLS, address)));
    }

    void begin(CompletableFuture<List<SipListener>> started) {
        if (!settings.tls().isEmpty() && settings.identity().isEmpty()) {
            started.completeExceptionally(new IOException("TLS needs a certificate and a key"));
            return;
        }
        try {
            connections.begin(Tls.of(settings.identity(), settings.trust()));
        } catch (SSLException bad) {
            started.completeExceptionally(new IOException(bad.getMessage(), bad));
            return;
        }
        next(started);
    }

    private void next(CompletableFuture<List<SipListener>> started) {
        Wanted next = wanted.poll();
        if (next == null) {
            started.complete(List.copyOf(bound));
            return;
        }
        ChannelFuture binding =
                next.transport == TransportType.UDP ? datagrams(next.address) : streams(next.transport, next.address);
        binding.addListener(done -> loop.run(() -> {
            if (!done.isSuccess()) {
                started.completeExceptionally(new IOException(
                        "cannot bind " + next.transport + " " + written(next.address) + ": "
                                + done.cause().getMessage(),
                        done.cause()));
                return;
            }
            Channel channel = binding.channel();
            if (next.transport != TransportType.UDP) {
                connections.listens(next.transport, channel);
            }
            bound.add(new SipListener(
                    next.transport.name(), (InetSocketAddress) channel.localAddress(), channel::isOpen));
            next(started);
        }));
    }

    private static String written(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.toString()
                : LocalAddress.written(address.getAddress()) + ':' + address.getPort();
    }

    private ChannelFuture datagrams(InetSocketAddress address) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BUFFER)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MessageReader.MAX_DATAGRAM + 1).maxMessagesPerRead(AT_ONCE))
                .handler(new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline().addLast(sockets.apply(channel));
                    }
                })
                .bind(address);
    }

    private ChannelFuture streams(TransportType transport, InetSocketAddress address) {
        return new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(loop.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(connections.accepting(transport))
                .bind(address);
    }
}
