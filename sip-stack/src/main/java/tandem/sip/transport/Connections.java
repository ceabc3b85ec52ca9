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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tandem.base.NettyLoop;

/**
 * The connections there are, by transport, the peer's address and what they were made by: made when they are needed, used again, swept. On the
 * loop.
 */
final class Connections implements Connection.Owner {
    private static final long SWEEP_NS = 1_000_000_000L;
    private static final int MAX_PORT = 65_535;

    private final NettyLoop loop;
    private final TransportSettings settings;
    private final Transports transports;
    private final Noise noise;
    private final Map<Key, List<Connection>> byPeer = new HashMap<>();
    private final Map<Key, FrameFlow> framesByPeer = new HashMap<>();
    private final Set<Connection> all = new HashSet<>();
    private final List<Channel> listeners = new ArrayList<>();
    private final Map<TransportType, Integer> ports = new EnumMap<>(TransportType.class);
    private @Nullable Tls tls;
    private Map<String, Tls> tlsByHost = Map.of();
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
        Optional<Connection> known = known(hop);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Tls> by = hop.transport() == TransportType.TLS ? Optional.of(tls(hop)) : Optional.empty();
        Connection connection =
                new Connection(loop, this, hop.transport(), hop.address(), by, name(hop), settings.limits());
        keep(connection);
        if (closed || all.size() > settings.limits().connections()) {
            loop.post(() -> connection.close("too many connections"));
        } else {
            connect(hop, connection);
        }
        return connection;
    }

    /**
     * The connection there is with that hop. One that shows and believes what this hop is to be shown, by the name its certificate is to bear; else one that the peer made; else, where
     * the hop is an address that nothing is said of, such as the Contact of a call, any to that address.
     */
    private Optional<Connection> known(Hop hop) {
        List<Connection> there = at(hop.transport(), hop.address());
        if (there.isEmpty() || hop.transport() != TransportType.TLS) {
            return there.stream().findFirst();
        }
        Tls wanted = tls(hop);
        boolean nameless = !tlsByHost.containsKey(name(hop)) && hop.isNameless();
        return there.stream()
                .filter(each -> each.tls().filter(wanted::same).isPresent())
                .filter(each -> !wanted.checksNames() || each.host().equals(name(hop)))
                .findFirst()
                .or(() -> there.stream().filter(each -> each.tls().isEmpty()).findFirst())
                .or(() -> there.stream().filter(_ -> nameless).findFirst());
    }

    private List<Connection> at(TransportType transport, InetSocketAddress remote) {
        return byPeer.getOrDefault(new Key(transport, remote), List.of()).stream()
                .filter(each -> !each.isClosed())
                .toList();
    }

    /** The connection with that peer, if one is up. */
    Optional<Flow> open(Hop hop) {
        return known(hop).<Flow>map(each -> each).filter(Flow::isOpen);
    }

    /** By every connection with that peer; told is of the oldest. */
    void keepAlive(TransportType transport, InetSocketAddress remote, Consumer<Optional<String>> then) {
        List<Connection> up =
                at(transport, remote).stream().filter(Connection::isOpen).toList();
        if (up.isEmpty()) {
            loop.post(() -> then.accept(Optional.of(transport + " to " + remote + ": no connection")));
            return;
        }
        up.getFirst().ping(then);
        up.stream().skip(1).forEach(each -> each.ping(_ -> {}));
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
                            prepend(channel, connection.tls().orElseThrow().connecting(channel.alloc(), hop));
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

    void tls(Map<String, Tls> byHost) {
        tlsByHost = Map.copyOf(byHost);
    }

    private Tls tls(Hop hop) {
        Tls own = tlsByHost.get(name(hop));
        return own == null ? tls() : own;
    }

    private static String name(Hop hop) {
        return hop.host().toLowerCase(Locale.ROOT);
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
        Connection connection =
                new Connection(loop, this, transport, channel.remoteAddress(), Optional.empty(), "", settings.limits());
        channel.pipeline().addLast(connection);
        keep(connection);
    }

    private void keep(Connection connection) {
        byPeer.computeIfAbsent(new Key(connection.transport(), connection.remote()), _ -> new ArrayList<>(1))
                .add(connection);
        all.add(connection);
        countUp();
    }

    /**
     * The address by which a socket with frames is to be known: the peer's. Behind two proxies two sockets may seem to be one peer's,
     * with the same port: then another port, since messages are told apart by it. Empty where there are too many.
     */
    Optional<InetSocketAddress> place(TransportType transport, InetSocketAddress remote) {
        if (closed || framesByPeer.size() >= settings.limits().connections()) {
            counters().turnedAway.incrementAndGet();
            noise.note("too many sockets with frames", remote);
            return Optional.empty();
        }
        InetSocketAddress place = remote;
        while (framesByPeer.containsKey(new Key(transport, place))) {
            place = new InetSocketAddress(place.getAddress(), 1 + place.getPort() % MAX_PORT);
        }
        return Optional.of(place);
    }

    FrameFlow adopt(FrameFlow flow) {
        framesByPeer.put(new Key(flow.transport(), flow.remote()), flow);
        countUp();
        return flow;
    }

    void forget(FrameFlow flow) {
        framesByPeer.remove(new Key(flow.transport(), flow.remote()), flow);
        countUp();
    }

    private void countUp() {
        counters().connections.set(all.size() + framesByPeer.size());
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
        byPeer.computeIfPresent(new Key(connection.transport(), connection.remote()), (_, there) -> {
            there.remove(connection);
            return there.isEmpty() ? null : there;
        });
        all.remove(connection);
        countUp();
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
