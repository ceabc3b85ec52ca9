package tandem.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tandem.base.NettyLoop;

/** The connections there are, by transport and the peer's address: made when they are needed, used again, swept. On the loop. */
final class Connections implements Connection.Owner {
    private static final long SWEEP_NS = 1_000_000_000L;

    private final NettyLoop loop;
    private final TransportSettings settings;
    private final Transports transports;
    private final Noise noise;
    private final Map<Key, Connection> byPeer = new HashMap<>();
    private final Map<Key, FrameFlow> framesByPeer = new HashMap<>();
    private final Set<Connection> all = new HashSet<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final Map<TransportType, Integer> ports = new EnumMap<>(TransportType.class);
    private @Nullable Tls tls;
    private boolean closed;

    private record Key(TransportType transport, InetSocketAddress remote) {}

    Connections(NettyLoop loop, TransportSettings settings, Transports transports, Noise noise) {
        this.loop = loop;
        this.settings = settings;
        this.transports = transports;
        this.noise = noise;
    }

    void begin(Tls tls) {
        this.tls = tls;
        loop.after(SWEEP_NS, this::sweep);
    }

    private void sweep() {
        if (closed) {
            return;
        }
        long now = loop.clock().nowNs();
        List.copyOf(all).forEach(connection -> connection.sweep(now));
        loop.after(SWEEP_NS, this::sweep);
    }

    void listens(TransportType transport, Channel channel) {
        listeners.add(channel);
        ports.putIfAbsent(transport, ((InetSocketAddress) channel.localAddress()).getPort());
    }

    /** An open or beginning connection to that hop. */
    Connection to(Hop hop) {
        Connection known = byPeer.get(new Key(hop.transport(), hop.address()));
        if (known != null && !known.isClosed()) {
            return known;
        }
        Connection connection = new Connection(loop, this, hop.transport(), hop.address(), settings.limits());
        keep(connection);
        if (closed || all.size() > settings.limits().connections()) {
            loop.post(() -> connection.close("too many connections"));
        } else {
            connect(hop, connection);
        }
        return connection;
    }

    private void connect(Hop hop, Connection connection) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.streamChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.limits().connectMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (hop.transport() == TransportType.TLS) {
                            prepend(channel, tls().connecting(channel.alloc(), hop));
                        }
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(hop.address());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                loop.run(() -> connection.close(String.valueOf(done.cause().getMessage())));
            }
        });
    }

    private Tls tls() {
        Tls ready = tls;
        if (ready == null) {
            throw new IllegalStateException("not started");
        }
        return ready;
    }

    private void prepend(SocketChannel channel, SslHandler handler) {
        handler.setHandshakeTimeoutMillis(settings.limits().connectMs());
        channel.pipeline().addLast(handler);
    }

    private WriteBufferWaterMark waterMark() {
        int high = settings.limits().unsentOctets();
        return new WriteBufferWaterMark(high / 2, high);
    }

    /** What each accepted connection gets; one too many is closed at once. */
    ChannelInitializer<SocketChannel> accepting(TransportType transport) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                accept(transport, channel);
            }
        };
    }

    private void accept(TransportType transport, SocketChannel channel) {
        if (closed || all.size() >= settings.limits().connections()) {
            counters().turnedAway.incrementAndGet();
            noise.note("too many connections", channel.remoteAddress());
            channel.close();
            return;
        }
        channel.config().setWriteBufferWaterMark(waterMark());
        if (transport == TransportType.TLS) {
            prepend(channel, tls().accepting(channel.alloc()));
        }
        Connection connection = new Connection(loop, this, transport, channel.remoteAddress(), settings.limits());
        channel.pipeline().addLast(connection);
        keep(connection);
    }

    private void keep(Connection connection) {
        byPeer.put(new Key(connection.transport(), connection.remote()), connection);
        all.add(connection);
        counters().connections.set(all.size());
    }

    void adopt(FrameFlow flow) {
        framesByPeer.put(new Key(flow.transport(), flow.remote()), flow);
    }

    void forget(FrameFlow flow) {
        framesByPeer.remove(new Key(flow.transport(), flow.remote()), flow);
    }

    /** Frames have no address to connect to: only one that is up already leads there (RFC 7118 5.3). */
    Optional<Flow> frames(Hop hop) {
        return Optional.ofNullable(framesByPeer.get(new Key(hop.transport(), hop.address())));
    }

    @Override
    public void onMessage(Connection connection, byte[] octets) {
        transports.onMessage(connection, octets);
    }

    @Override
    public void onClosed(Connection connection, String why) {
        byPeer.remove(new Key(connection.transport(), connection.remote()), connection);
        all.remove(connection);
        counters().connections.set(all.size());
        transports.onClosed(connection, why);
    }

    @Override
    public String hostTowards(InetSocketAddress remote) {
        return transports.hostTowards(remote);
    }

    @Override
    public int listeningPort(TransportType transport) {
        return ports.getOrDefault(transport, 0);
    }

    @Override
    public TransportCounters counters() {
        return transports.counters();
    }

    @Override
    public Noise noise() {
        return noise;
    }

    void closeAll() {
        closed = true;
        listeners.forEach(Channel::close);
        listeners.clear();
        List.copyOf(all).forEach(connection -> connection.close("closing"));
        List.copyOf(framesByPeer.values()).forEach(FrameFlow::close);
    }
}
