package tandem.media.desk;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.RateGate;

/**
 * One media loop's pairs that no session uses, bound ahead so that a call waits for no system call. A pair comes back to the
 * tail and rests before it is used again, so that what the old peer still sends does not reach the next call; meanwhile it is
 * read and dropped. Owned by the signalling loop.
 */
final class PortPool {
    private static final Logger log = LoggerFactory.getLogger(PortPool.class);
    private static final int LOW = 32;
    private static final int STEP = 16;
    private static final int TRIES = 1_024; // some ten milliseconds of the signalling loop
    private static final long REST_NS = 1_000_000_000L;
    private static final long LEAST_REST_NS = 200_000_000L;

    private final MediaLoop media;
    private final Loop signalling;
    private final InetAddress address;
    private final PortRange range;
    private final ArrayDeque<PortPair> fresh = new ArrayDeque<>();
    private final ArrayDeque<Resting> resting = new ArrayDeque<>();
    private final RateGate said = new RateGate(1_000_000_000L);
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private String lastRefusal = "";
    private int refusedInARow;
    private boolean usedUp = true;
    private boolean filling;
    private boolean closed;

    private record Resting(PortPair pair, long sinceNs) {}

    PortPool(MediaLoop media, Loop signalling, InetAddress address, PortRange range) {
        this.media = media;
        this.signalling = signalling;
        this.address = address;
        this.range = range;
    }

    /** Binds the first pairs; whether there are any, in the end: ports of another program are passed over. */
    CompletableFuture<Boolean> start() {
        fill();
        completeStart();
        return started;
    }

    private void completeStart() {
        if (!fresh.isEmpty()) {
            started.complete(true);
        } else if (!filling) {
            started.complete(false);
        }
    }

    /** Why there is no pair, in words for a person. */
    String why() {
        if (filling && !media.bindsAtOnce()) {
            return "more RTP ports of " + range + " are still being opened";
        }
        if (usedUp || lastRefusal.isEmpty()) {
            return "all RTP ports of " + range + " are in use by calls";
        }
        String taken = lastRefusal.contains("in use") ? "are taken by another program" : "cannot be opened";
        return "the last " + refusedInARow + " pairs tried of the RTP ports " + range + " " + taken + ": "
                + lastRefusal;
    }

    /** A pair to use now; empty when the range is used up, or when all that were tried are another program's. */
    Optional<PortPair> take() {
        Resting oldest = resting.peekFirst();
        long now = signalling.clock().nowNs();
        if (oldest != null && now - oldest.sinceNs >= REST_NS) {
            return Optional.of(resting.removeFirst().pair);
        }
        PortPair ready = fresh.pollFirst();
        fill();
        if (ready != null) {
            return Optional.of(ready);
        }
        Optional<PortPair> bound = media.bindsAtOnce() ? bindNow() : Optional.empty(); // else the filling must do
        return bound.or(() -> rested(now));
    }

    private Optional<PortPair> rested(long now) {
        Resting oldest = resting.peekFirst();
        return oldest != null && now - oldest.sinceNs >= LEAST_REST_NS
                ? Optional.of(resting.removeFirst().pair)
                : Optional.empty();
    }

    /**
     * The bound pairs ran out: binding takes some ten microseconds and waits for nothing. Where many in a row are another
     * program's, the next call goes on behind them; once all were, each call tries a few.
     */
    private Optional<PortPair> bindNow() {
        int most = refusedInARow < range.pairs() ? TRIES : STEP;
        int firstTried = -1;
        for (int tries = 0; tries < most; tries++) {
            int port = range.take();
            if (port < 0) {
                usedUp = true;
                return Optional.empty();
            }
            if (port == firstTried) { // once around
                range.giveBack(port);
                return Optional.empty();
            }
            firstTried = firstTried < 0 ? port : firstTried;
            try {
                PortPair pair = PortPair.bind(media, address, port);
                refusedInARow = 0;
                return Optional.of(pair);
            } catch (IOException | ChannelException refused) {
                refused(port, refused);
            }
        }
        return Optional.empty();
    }

    /** The port is another program's, or we may open no more: the range gets it back, to be tried again when its turn comes. */
    private void refused(int port, Exception why) {
        range.giveBack(port);
        refusedInARow++;
        usedUp = false;
        lastRefusal = String.valueOf(why.getMessage());
        if (said.pass(signalling.clock().nowNs())) {
            log.warn("cannot bind RTP port {}: {}", port, why.getMessage());
        }
    }

    /** Binds some more, on the media loop, when few are left. */
    void fill() {
        if (filling || closed || fresh.size() >= LOW) {
            return;
        }
        int[] ports = new int[STEP];
        int n = 0;
        while (n < STEP && (ports[n] = range.take()) > 0) {
            n++;
        }
        if (n == 0) {
            return;
        }
        int count = n;
        filling = true;
        media.post(() -> bind(ports, count));
    }

    private void bind(int[] ports, int count) {
        List<PortPair> bound = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int port = ports[i];
            try {
                bound.add(PortPair.bind(media, address, port));
            } catch (IOException | ChannelException refused) {
                signalling.post(() -> refused(port, refused));
            }
        }
        signalling.post(() -> filled(bound));
    }

    private void filled(List<PortPair> bound) {
        filling = false;
        if (closed) {
            media.post(() -> bound.forEach(PortPair::close));
            return;
        }
        fresh.addAll(bound);
        if (!bound.isEmpty()) {
            refusedInARow = 0;
        }
        if (refusedInARow < range.pairs()) {
            fill(); // goes on behind ports of another program, once around
        }
        completeStart();
    }

    /** A session is done with it. */
    void giveBack(PortPair pair) {
        if (closed) {
            media.post(pair::close);
            return;
        }
        resting.addLast(new Resting(pair, signalling.clock().nowNs()));
    }

    /** Unbinds what is idle; what is in use is unbound when it comes back. */
    void close() {
        closed = true;
        started.complete(false);
        List<PortPair> all = new ArrayList<>(fresh);
        resting.forEach(r -> all.add(r.pair));
        fresh.clear();
        resting.clear();
        media.post(() -> all.forEach(PortPair::close));
    }
}
