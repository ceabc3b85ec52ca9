package tandem.sip.transport;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tandem.base.NettyLoop;
import tandem.sip.SipFrames;
import tandem.sip.SipListener;
import tandem.sip.message.Request;

/** All transports of one stack, wired: sockets, connections, and the way each message takes (RFC 3261 section 18). */
public final class Transports {
    private final NettyLoop loop;
    private final TransportSettings settings;
    private final TransportUser user;
    private final TransportCounters counters = new TransportCounters();
    private final LocalAddress localAddress;
    private final Arrivals arrivals;
    private final Connections connections;
    private final List<UdpSocket> sockets = new ArrayList<>();

    /** Transports that have bound nothing yet. */
    public Transports(NettyLoop loop, TransportSettings settings, TransportUser user) {
        this.loop = loop;
        this.settings = settings;
        this.user = user;
        this.localAddress = new LocalAddress(loop.clock());
        Noise noise = new Noise(loop.clock());
        this.arrivals = new Arrivals(user, counters, noise);
        this.connections = new Connections(loop, settings, this, noise);
    }

    /** Binds what the settings name, on any thread; fails naming address and reason, with nothing left bound. */
    public CompletableFuture<List<SipListener>> start() {
        CompletableFuture<List<SipListener>> started = new CompletableFuture<>();
        Listening listening = new Listening(loop, settings, connections, this::open);
        loop.post(() -> listening.begin(started));
        started.whenComplete((listeners, problem) -> {
            if (problem != null) {
                close();
            }
        });
        return started;
    }

    private UdpSocket open(Channel channel) {
        UdpSocket socket = new UdpSocket(loop, channel, arrivals, counters, this::hostTowards);
        sockets.add(socket);
        return socket;
    }

    /** The way to that hop: an open connection where there is one, else one that begins now. Empty where we have no such transport. */
    public Optional<Flow> flow(Hop hop) {
        return switch (hop.transport()) {
            case UDP ->
                sockets.stream()
                        .filter(socket -> socket.reaches(hop.address()))
                        .findFirst()
                        .map(socket -> socket.flow(hop.address()));
            case TCP, TLS -> Optional.of(connections.to(hop));
            case WS, WSS -> connections.frames(hop);
        };
    }

    /** The way to that hop where it is open: a connection that is up, or one of our sockets; none is made. */
    public Optional<Flow> open(Hop hop) {
        return switch (hop.transport()) {
            case UDP, WS, WSS -> flow(hop);
            case TCP, TLS -> connections.open(hop);
        };
    }

    /**
     * The way a response to that request takes, request as it was handed on: what its Via says, or the connection it came by, and
     * where that is gone by the time the response is sent, one to its source and the port of sent-by (RFC 3261 18.2.2).
     */
    public Flow reply(Request request, Flow arrival) {
        if (arrival instanceof Connection connection) {
            return new ReplyFlow(connection, Replies.connectionHop(request, arrival), connections);
        }
        return Replies.datagramFlow(request, arrival);
    }

    /**
     * Takes in a socket whose frames somebody else carries; {@code transport} is WS or WSS, {@code ourPort} where it was accepted.
     * Empty where there are too many connections. On the loop.
     */
    public Optional<FrameFlow> adopt(
            TransportType transport, InetSocketAddress remote, int ourPort, SipFrames.Outlet outlet) {
        return connections
                .place(transport, remote)
                .map(place -> connections.adopt(new FrameFlow(this, transport, place, ourPort, outlet)));
    }

    void onFrame(FrameFlow flow, byte[] frame) {
        arrivals.frame(frame, flow);
    }

    void onFramesClosed(FrameFlow flow) {
        connections.forget(flow);
        user.onClosed(flow, "the peer closed");
    }

    void sendFrame(boolean sent, FrameFlow flow, Consumer<String> onFailed) {
        if (sent) {
            counters.sent.incrementAndGet();
            return;
        }
        counters.sendFailures.incrementAndGet();
        loop.post(() -> onFailed.accept(flow.transport() + " to " + flow.remote() + ": closed"));
    }

    /** Connections to these hosts, in lower case, are made by that instead of what the settings say. On the loop. */
    public void tls(Map<String, Tls> byHost) {
        connections.tls(byHost);
    }

    /** Sends a keep-alive by that way; tells what is wrong, or nothing. Never before this returned. */
    public void keepAlive(TransportType transport, InetSocketAddress remote, Consumer<Optional<String>> then) {
        switch (transport) {
            case UDP -> {
                flow(Hop.to(transport, remote)).ifPresent(flow -> flow.send(Connection.PING, why -> {}));
                loop.post(() -> then.accept(Optional.empty()));
            }
            case TCP, TLS -> connections.keepAlive(transport, remote, then);
            case WS, WSS -> loop.post(() -> then.accept(Optional.empty())); // whoever carries the frames sees to it
        }
    }

    /** A whole message of a connection. */
    void onMessage(Connection connection, byte[] octets) {
        arrivals.frame(octets, connection);
    }

    /** A connection is over. */
    void onClosed(Connection connection, String why) {
        user.onClosed(connection, why);
    }

    /** Host that Via and Contact name towards that peer. */
    public String hostTowards(InetSocketAddress remote) {
        InetAddress peer = remote.getAddress();
        return LocalAddress.written(settings.outside().towards(peer).orElseGet(() -> localAddress.towards(peer)));
    }

    /** What was counted so far. From any thread. */
    public TransportCounters counters() {
        return counters;
    }

    /** Closes every socket and connection. From any thread. */
    public void close() {
        loop.post(() -> {
            connections.closeAll();
            sockets.forEach(UdpSocket::close);
            sockets.clear();
        });
    }
}
