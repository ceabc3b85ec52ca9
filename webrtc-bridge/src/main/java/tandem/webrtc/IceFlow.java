package tandem.webrtc;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Ice;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;

/**
 * One session's transport. It stays at home, on the loop whose port its description names; a session that moves to another loop is
 * handed its datagrams there, and hands over what it sends (a copy each, until the peer restarts).
 */
final class IceFlow implements IceTransport {
    private static final Logger log = LoggerFactory.getLogger(IceFlow.class);
    private static final int HEADROOM = 64; // behind a datagram, as the loop's own array has

    private final String call;
    private final MediaLoop home;
    private final IceTable table;
    private final Supplier<Credentials> random;
    private final List<Ice.Candidate> candidates;
    private final Events events;
    private final IceLite agent;
    private final Set<String> names = new HashSet<>();
    private Ice local; // the signalling loop's
    private @Nullable MediaLoop deliverTo; // home's; none while the session is on its way
    private MediaLoop sendFrom; // the session's loop's
    private Sink sink = Sink.NONE;
    private boolean found;
    private boolean told;
    private boolean closed;

    IceFlow(
            String call,
            MediaLoop home,
            IceTable table,
            Supplier<Credentials> random,
            List<Ice.Candidate> candidates,
            Events events) {
        this.call = call;
        this.home = home;
        this.table = table;
        this.random = random;
        this.candidates = candidates;
        this.events = events;
        Credentials first = random.get();
        this.local = describe(first);
        this.deliverTo = home;
        this.sendFrom = home;
        this.agent = new IceLite(first, home.clock().nowNs());
        home.post(() -> named(first));
    }

    private void named(Credentials credentials) {
        names.add(credentials.ufrag());
        table.add(credentials.ufrag(), this);
    }

    private Ice describe(Credentials credentials) {
        return new Ice(credentials.ufrag(), credentials.password(), /* lite= */ true, candidates);
    }

    // Of the signalling loop.

    @Override
    public Ice local() {
        return local;
    }

    @Override
    public Ice restart() {
        Credentials fresh = random.get();
        local = describe(fresh);
        home.post(() -> {
            if (!closed) {
                Credentials unused = agent.restart(fresh, home.clock().nowNs());
                if (unused != null) {
                    table.forget(unused.ufrag());
                    names.remove(unused.ufrag());
                }
                named(fresh);
            }
        });
        return local;
    }

    /** A lite agent sends no checks: it need not know. */
    @Override
    public void remote(Ice theirs, boolean theyOffered) {}

    /** It need not know this either: it learns from the peer's checks. */
    @Override
    public void remoteCandidate(Ice.Candidate theirs) {}

    // Of its home loop.

    IceLite.Verdict onCheck(StunCheck check, Way way, long nowNs) {
        IceLite.Verdict verdict = agent.onCheck(check, way, nowNs);
        if (verdict instanceof IceLite.Verdict.Valid) {
            way.of(this);
            if (!found) {
                found = true;
                log.atInfo().addKeyValue("call", call).log("ICE: found by {}", way);
            }
        }
        return verdict;
    }

    /** Whether its peer is there, and that is a way to it. */
    boolean livesBy(Way way, long nowNs) {
        return agent.livesBy(way, nowNs);
    }

    void forget(Way way) {
        agent.forget(way);
    }

    /** A datagram that came by a way that was checked; in the loop's array. */
    void deliver(byte[] datagram, int length) {
        MediaLoop there = deliverTo;
        if (there == home) {
            sink.onDatagram(datagram, length, PEER);
        } else if (there != null) {
            byte[] copy = Arrays.copyOf(datagram, length + HEADROOM);
            there.post(() -> sink.onDatagram(copy, length, PEER));
        }
    }

    /** Looked at each second: tells once that the way is lost. */
    void second(long nowNs) {
        @Nullable String why = told ? null : agent.lost(nowNs);
        if (why != null) {
            told = true;
            events.onLost(why);
        }
    }

    private boolean sendNow(byte[] datagram, int offset, int length) {
        Way way = agent.selected(home.clock().nowNs());
        return way != null && way.send(datagram, offset, length);
    }

    private void end() {
        closed = true;
        agent.ways().forEach(Way::drop);
        names.forEach(table::forget);
        table.remove(this);
    }

    // Of the session's loop.

    @Override
    public void sink(Sink next) {
        sink = next;
    }

    @Override
    public boolean send(byte[] datagram, int offset, int length, InetSocketAddress to) {
        if (sendFrom == home) {
            return sendNow(datagram, offset, length);
        }
        byte[] copy = Arrays.copyOfRange(datagram, offset, offset + length);
        home.post(() -> sendNow(copy, 0, copy.length));
        return true;
    }

    @Override
    public int port() {
        return candidates.isEmpty() ? 0 : candidates.getFirst().address().getPort();
    }

    @Override
    public void moveTo(MediaLoop other, Runnable arrived) {
        MediaLoop from = sendFrom;
        home.post(() -> {
            deliverTo = null;
            from.post(() -> home.post(() -> arrive(other, arrived))); // behind what was handed over there before
        });
    }

    private void arrive(MediaLoop other, Runnable arrived) {
        deliverTo = other;
        other.post(() -> {
            sendFrom = other;
            arrived.run();
        });
    }

    @Override
    public void close() {
        sink = Sink.NONE;
        home.post(this::end);
    }

    @Override
    public String toString() {
        return "ICE of call " + call;
    }
}
