package tandem.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Ice;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;

/**
 * One session's transport by a full agent, and by its successor after a restart: the one before serves until the new one has found a
 * way. What comes in is posted to the session's loop, a copy each and so many at most; what goes out waits for a thread of the agent's.
 */
final class IceFull implements IceTransport {
    private static final Logger log = LoggerFactory.getLogger(IceFull.class);
    private static final int MOST_WAITING = 256; // datagrams that came and are not taken yet
    private static final long FOUND_NS = 30_000_000_000L;

    private final String call;
    private final MediaLoop home;
    private final InetAddress peer;
    private final Agents agents;
    private final Events events;
    private final IceCounters counters;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile FullAgent current; // written by the signalling loop
    private volatile FullAgent sending; // the one that has a way, or is to find the first
    private volatile MediaLoop deliverTo; // written by the loop before
    private volatile boolean closed;
    private Optional<Ice> remote = Optional.empty(); // the signalling loop's
    private boolean told; // the home loop's
    private Sink sink = Sink.NONE; // the session's loop's

    /** Where agents come from. */
    interface Agents {
        /** One with its sockets bound; where one is kept ready it knows all its candidates. */
        FullAgent next() throws IOException;
    }

    IceFull(String call, MediaLoop home, InetAddress peer, Agents agents, Events events, IceCounters counters)
            throws IOException {
        this.call = call;
        this.home = home;
        this.peer = peer;
        this.agents = agents;
        this.events = events;
        this.counters = counters;
        this.deliverTo = home;
        this.current = agents.next();
        this.sending = current;
        current.tell(new FromAgent(current));
        lookInASecond();
    }

    // Of the signalling loop.

    @Override
    public Ice local() {
        return current.local(peer);
    }

    @Override
    public Ice restart() {
        FullAgent before = current;
        try {
            current = agents.next();
        } catch (IOException taken) {
            throw new UncheckedIOException("no socket for a restart", taken); // ends this session alone
        }
        remote = Optional.empty();
        if (closed) {
            current.free();
        } else {
            if (before != sending) { // it never found a way, and now never will
                before.free();
            }
            current.tell(new FromAgent(current));
        }
        return local();
    }

    @Override
    public void remote(Ice theirs, boolean theyOffered) {
        if (remote.isEmpty()) {
            remote = Optional.of(theirs);
            current.start(theirs, /* controlling= */ !theyOffered || theirs.lite());
        }
    }

    @Override
    public void remoteCandidate(Ice.Candidate theirs) {
        current.add(theirs);
    }

    // Of threads of the agent's.

    /** What one of its agents tells. */
    private final class FromAgent implements FullAgent.Told {
        private final FullAgent agent;

        FromAgent(FullAgent agent) {
            this.agent = agent;
        }

        @Override
        public void onCandidate(Ice.Candidate ours) {
            if (agent == current && !closed && (peer.isLoopbackAddress() || !isLoopback(ours))) {
                events.onCandidate(ours);
            }
        }

        @Override
        public void onFound() {
            log.atInfo().addKeyValue("call", call).log("ICE: found by {}", agent.way());
            home.post(() -> found(agent));
        }

        @Override
        public void onDatagram(byte[] datagram, int length) {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                counters.onDropped();
            } else {
                MediaLoop to = deliverTo;
                to.post(() -> deliver(datagram, length, to));
            }
        }
    }

    private static boolean isLoopback(Ice.Candidate ours) {
        return !ours.address().isUnresolved() && ours.address().getAddress().isLoopbackAddress();
    }

    // Of its home loop.

    private void found(FullAgent agent) {
        FullAgent before = sending;
        if (closed || agent != current || before == agent) {
            return;
        }
        sending = agent;
        before.free();
    }

    private void lookInASecond() {
        home.netty().eventLoop().schedule(() -> home.netty().run(this::second), 1, TimeUnit.SECONDS);
    }

    private void second() {
        if (closed || told) {
            return;
        }
        Optional<String> why = current.lost(home.clock().nowNs(), FOUND_NS);
        if (why.isPresent()) {
            told = true;
            events.onLost(why.get());
        } else {
            lookInASecond();
        }
    }

    // Of the session's loop.

    /** One that was posted before a move is handed on. */
    private void deliver(byte[] datagram, int length, MediaLoop on) {
        MediaLoop to = deliverTo;
        if (to == on) {
            waiting.decrementAndGet();
            sink.onDatagram(datagram, length, PEER);
        } else {
            to.post(() -> deliver(datagram, length, to));
        }
    }

    @Override
    public void sink(Sink next) {
        sink = next;
    }

    @Override
    public boolean send(byte[] datagram, int offset, int length, InetSocketAddress to) {
        boolean taken = sending.send(Arrays.copyOfRange(datagram, offset, offset + length));
        if (!taken) {
            counters.onDropped();
        }
        return taken;
    }

    /** Each of its sockets has another. */
    @Override
    public int port() {
        return 0;
    }

    @Override
    public void moveTo(MediaLoop other, Runnable arrived) {
        deliverTo = other;
        other.post(arrived);
    }

    @Override
    public void close() {
        closed = true;
        sink = Sink.NONE;
        home.post(() -> {
            sending.free();
            current.free();
        });
    }

    @Override
    public String toString() {
        return "full ICE of call " + call;
    }
}
