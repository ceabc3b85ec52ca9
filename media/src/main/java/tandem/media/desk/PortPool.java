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
    private static final int TRIES = 256;
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
    private String lastRefusal = "the range is used up";
    private int refusals;
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

    /** Why a port could not be bound, the last time. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** A pair to use now; empty when the range is used up. */
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
        return bindNow().or(() -> rested(now));
    }

    private Optional<PortPair> rested(long now) {
        Resting oldest = resting.peekFirst();
        return oldest != null && now - oldest.sinceNs >= LEAST_REST_NS
                ? Optional.of(resting.removeFirst().pair)
                : Optional.empty();
    }

    /** The bound pairs ran out: binding takes some ten microseconds and waits for nothing. */
    private Optional<PortPair> bindNow() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = range.take();
            if (port < 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(PortPair.bind(media, address, port));
            } catch (IOException | ChannelException refused) {
                refused(port, refused);
            }
        }
        return Optional.empty();
    }

    /** The port is another program's, or we may open no more: the range gets it back, to be tried again when its turn comes. */
    private void refused(int port, Exception why) {
        range.giveBack(port);
        refusals++;
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
        boolean searching = !started.isDone() && refusals < range.pairs();
        if (searching || !bound.isEmpty()) {
            fill();
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
