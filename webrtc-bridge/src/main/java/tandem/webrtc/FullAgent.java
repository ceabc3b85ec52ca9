package tandem.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ice4j.ice.Agent;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RelayedCandidate;
import org.ice4j.ice.harvest.StunCandidateHarvester;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.media.Ice;
import tandem.media.desk.MediaLoop;

/**
 * One agent of the library and its sockets, for one set of credentials (RFC 8445). The library has threads of its own, and blocks: what
 * is ordered here runs in order on a virtual thread, another reads and a third writes, so that no loop of ours waits. What it tells
 * comes on threads of the library.
 */
final class FullAgent {
    /** So long consent holds (RFC 7675 section 5.1). */
    static final long CONSENT_NS = 30_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(FullAgent.class);
    private static final int MOST_WAITING = 256; // datagrams to be sent
    private static final int MOST_CANDIDATES = 64;
    private static final int HEADROOM = 64; // behind a datagram, as the loops' own arrays have

    private final Agent agent = new Agent();
    private final IceMediaStream stream;
    private final Component component;
    private final Clock clock;
    private final long bornNs;
    private final List<IceServer> servers;
    private final Collection<TurnStream> streams = new ConcurrentLinkedQueue<>();
    private final ExecutorService orders = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("ice-orders").factory());
    private final BlockingQueue<byte[]> toSend = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = Thread.ofVirtual().name("ice-out").unstarted(this::write);
    private volatile Told told = Told.NOBODY;
    private volatile boolean gathered;
    private volatile boolean found;
    private volatile boolean failed;
    private volatile boolean freed;
    private volatile long startedNs;
    private volatile long consentNs;
    private final List<Ice.Candidate> theirs = new ArrayList<>(); // of the orders' thread, as is the next
    private boolean checking;

    /** What it tells, on threads of the library. */
    interface Told {
        /** To nobody: it waits for its session. */
        Told NOBODY = new Told() {
            @Override
            public void onCandidate(Ice.Candidate ours) {}

            @Override
            public void onFound() {}

            @Override
            public void onDatagram(byte[] datagram, int length) {}
        };

        void onCandidate(Ice.Candidate ours);

        /** A way was chosen. */
        void onFound();

        /** What came by a way that was checked; the array is its taker's, and has room behind. */
        void onDatagram(byte[] datagram, int length);
    }

    /** Binds sockets on those addresses; blocks for as long as that takes. */
    FullAgent(List<InetAddress> addresses, List<IceServer> servers, Clock clock) throws IOException {
        this.servers = servers;
        this.clock = clock;
        this.bornNs = clock.nowNs();
        agent.setUseDynamicPorts(false); // HostSockets does that
        agent.setTrickling(true);
        agent.setPerformConsentFreshness(true);
        agent.addCandidateHarvester(new HostSockets(addresses));
        agent.addStateChangeListener(change -> onState(agent.getState()));
        stream = agent.createMediaStream("media");
        stream.addPairChangeListener(change -> {
            if (IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED.equals(change.getPropertyName())) {
                consentNs = clock.nowNs();
            }
        });
        component = bind();
        writer.start();
        Thread.ofVirtual().name("ice-in").start(this::read);
    }

    private Component bind() throws IOException {
        try {
            return agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, /* useComponentSocket= */ true);
        } catch (UncheckedIOException refused) {
            agent.free();
            orders.shutdown();
            throw new IOException(refused.getMessage(), refused);
        }
    }

    /** When it was made. */
    long bornNs() {
        return bornNs;
    }

    /** Tells that one from now on. */
    void tell(Told next) {
        told = next;
    }

    /** Asks the servers; returns when all have answered, or have not for long. Blocks. */
    void gather() {
        for (IceServer server : servers) {
            try {
                ask(server);
            } catch (IOException | RuntimeException unreachable) {
                log.warn("{} is of no use: {}", server, unreachable.getMessage());
            }
        }
        if (!freed) {
            agent.startCandidateTrickle(this::onGathered);
        }
        gathered = true;
        boolean lends = servers.stream().anyMatch(server -> server.over() != IceServer.Over.STUN);
        if (lends && !freed && component.getLocalCandidates().stream().noneMatch(RelayedCandidate.class::isInstance)) {
            log.warn("no TURN server lends an address: is the account right? {}", servers);
        }
    }

    private void ask(IceServer server) throws IOException {
        LongTermCredential account = new LongTermCredential(utf8(server.user()), utf8(server.password()));
        switch (server.over()) {
            case STUN ->
                agent.addCandidateHarvester(new StunCandidateHarvester(FullCandidates.udp(resolved(server.address()))));
            case TURN_UDP ->
                agent.addCandidateHarvester(
                        new TurnCandidateHarvester(FullCandidates.udp(resolved(server.address())), account));
            case TURN_TCP, TURN_TLS -> {
                TurnStream by = TurnStream.open(
                        server,
                        component
                                .getLocalCandidates()
                                .getFirst()
                                .getTransportAddress()
                                .getAddress());
                streams.add(by);
                agent.addCandidateHarvester(new TurnCandidateHarvester(FullCandidates.udp(by.address()), account));
            }
        }
    }

    private static InetSocketAddress resolved(InetSocketAddress named) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(named.getHostString()), named.getPort());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The library ends with null. */
    private void onGathered(@Nullable Collection<LocalCandidate> more) {
        if (more == null) {
            return;
        }
        for (LocalCandidate one : more) {
            FullCandidates.described(one).ifPresent(ours -> told.onCandidate(ours));
        }
        order(this::pairAgain);
    }

    /** What is found while checks run makes pairs only with candidates of the peer's that come after it. */
    private void pairAgain() {
        if (agent.getState() == IceProcessingState.RUNNING) {
            theirs.forEach(one -> component.addUpdateRemoteCandidates(FullCandidates.remote(one, component)));
            component.updateRemoteCandidates();
        }
    }

    /** What is to be described to that peer: nobody but somebody on this machine is told its loopback addresses. */
    Ice local(InetAddress peer) {
        List<Ice.Candidate> ours = component.getLocalCandidates().stream()
                .flatMap(one -> FullCandidates.described(one).stream())
                .filter(one ->
                        peer.isLoopbackAddress() || !one.address().getAddress().isLoopbackAddress())
                .toList();
        return new Ice(agent.getLocalUfrag(), agent.getLocalPassword(), /* lite= */ false, ours, !gathered);
    }

    /** Begins to check the ways to that peer; the same peer described again changes nothing. */
    void start(Ice peer, boolean controlling) {
        startedNs = clock.nowNs();
        order(() -> {
            agent.setControlling(controlling);
            stream.setRemoteUfrag(peer.ufrag());
            stream.setRemotePassword(peer.password());
            peer.candidates().stream().filter(this::usable).forEach(theirs::add);
            theirs.forEach(one -> component.addRemoteCandidate(FullCandidates.remote(one, component)));
            checking = true;
            agent.startConnectivityEstablishment();
        });
    }

    /** One more way to the peer; what comes before its description waits for that. */
    void add(Ice.Candidate one) {
        order(() -> {
            if (usable(one)) {
                theirs.add(one);
            }
            if (checking && theirs.contains(one)) {
                component.addUpdateRemoteCandidates(FullCandidates.remote(one, component));
                component.updateRemoteCandidates();
            }
        });
    }

    /** TCP is for lite agents, and what hides behind a name (mDNS) shows itself by its checks. */
    private boolean usable(Ice.Candidate one) {
        return one.tcp().isEmpty()
                && one.component() == FullCandidates.RTP
                && !one.address().isUnresolved()
                && one.address().getPort() != 0
                && theirs.size() < MOST_CANDIDATES;
    }

    private void onState(IceProcessingState state) {
        switch (state) {
            case COMPLETED -> {
                consentNs = clock.nowNs();
                found = true;
                told.onFound();
            }
            case FAILED -> failed = true;
            case WAITING, RUNNING, TERMINATED -> {} // it terminates its checks three seconds after it is done
        }
    }

    /** Whether a way was chosen. */
    boolean found() {
        return found;
    }

    /** The way that was chosen, for the log. */
    String way() {
        return Optional.ofNullable(component.getSelectedPair())
                .map(pair -> pair.getLocalCandidate().getType() + " "
                        + pair.getLocalCandidate().getTransportAddress() + " to "
                        + pair.getRemoteCandidate().getTransportAddress())
                .orElse("no way");
    }

    /** Why it is over, looked at from time to time; empty while it is not. */
    Optional<String> lost(long nowNs, long limitNs) {
        if (failed || (!found && startedNs != 0 && nowNs - startedNs > limitNs)) {
            return Optional.of("no way to the browser was found (ICE): neither direct nor by a TURN server");
        }
        return found && nowNs - consentNs > CONSENT_NS
                ? Optional.of("the browser has not been heard of for 30 s (ICE)")
                : Optional.empty();
    }

    /** Sends a copy as soon as there is a way; false where too many wait. */
    boolean send(byte[] datagram) {
        return toSend.offer(datagram);
    }

    private void write() {
        try {
            while (!freed) {
                byte[] next = toSend.take();
                send(new DatagramPacket(next, next.length));
            }
        } catch (InterruptedException ended) {
            log.trace("no more is sent", ended);
        }
    }

    /** The library knows where to; before it does, and where the kernel refuses, the datagram is lost as others are. */
    private void send(DatagramPacket packet) {
        if (found) {
            try {
                component.getSocket().send(packet);
            } catch (IOException | RuntimeException lost) {
                log.trace("not sent", lost);
            }
        }
    }

    private void read() {
        while (!freed) {
            byte[] datagram = new byte[MediaLoop.DATAGRAM + HEADROOM];
            DatagramPacket packet = new DatagramPacket(datagram, MediaLoop.DATAGRAM);
            try {
                component.getSocket().receive(packet);
                told.onDatagram(datagram, packet.getLength());
            } catch (IOException ended) {
                return;
            }
        }
    }

    private void order(Runnable task) {
        if (!freed) {
            orders.execute(() -> attempt(task));
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            log.error("an ICE agent failed", bug);
        }
    }

    /** Ends it: its allocations are given back (RFC 8656 section 7), its threads end and its sockets close, soon after. */
    void free() {
        if (!freed) {
            freed = true;
            told = Told.NOBODY;
            orders.execute(() -> attempt(this::letGo));
            orders.shutdown();
        }
    }

    private void letGo() {
        writer.interrupt();
        component.getLocalCandidates().stream()
                .filter(RelayedCandidate.class::isInstance)
                .forEach(one ->
                        ((RelayedCandidate) one).getCandidateIceSocketWrapper().close()); // its stack still sends
        agent.free();
        streams.forEach(TurnStream::close);
    }
}
