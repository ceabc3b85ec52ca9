package tandem.base;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times the turns of one loop and names the handler that held it longer than the limit. {@link #enter} and {@link #leave} are
 * called on the loop around each piece of work and nest; the totals may be read from any thread.
 */
public final class StallMeter {
    private static final Logger log = LoggerFactory.getLogger(StallMeter.class);
    private static final long LOG_EVERY_NS = 1_000_000_000L;
    private static final long LOG_WAITS_EVERY_NS = 60_000_000_000L;
    private static final int MOST_CAUSES = 256;

    private final String loop;
    private final long limitNs;
    private final Clock clock;
    private final AtomicLong stalls = new AtomicLong();
    private final AtomicLong stalledNs = new AtomicLong();
    private final AtomicLong longestNs = new AtomicLong();
    private final Map<String, RateGate> handlers = new HashMap<>();
    private final RateGate waits = new RateGate(LOG_WAITS_EVERY_NS);
    private int depth;
    private long enteredNs;

    /** Measures the loop of that name; a turn longer than {@code limitNs} is a stall. */
    public StallMeter(String loop, long limitNs, Clock clock) {
        this.loop = loop;
        this.limitNs = limitNs;
        this.clock = clock;
    }

    /** A piece of work begins. */
    public void enter() {
        if (depth++ == 0) {
            enteredNs = clock.nowNs();
        }
    }

    /** The piece of work that began last has ended; {@code handler} is named in the log if it was the one that stalled. */
    public void leave(Object handler) {
        if (--depth > 0) {
            return;
        }
        long now = clock.nowNs();
        if (now - enteredNs > limitNs) {
            count(now - enteredNs);
            warn(now - enteredNs, now, handler.getClass().getName());
        }
    }

    /**
     * The loop came back {@code lateNs} later than it asked to: a pause of the machine or the collector. Counted like a stall; no
     * handler of ours is to blame, so the log has it at most once a minute.
     */
    public void late(long lateNs) {
        if (lateNs <= limitNs) {
            return;
        }
        count(lateNs);
        if (waits.pass(clock.nowNs())) {
            log.info(
                    "loop {} came back {} ms late: the machine is busy ({} more not said)",
                    loop,
                    lateNs / 1_000_000,
                    waits.held());
        }
    }

    private void count(long ns) {
        stalls.incrementAndGet();
        stalledNs.addAndGet(ns);
        longestNs.accumulateAndGet(ns, Math::max);
    }

    /** Class names of lambdas are made at run time, so the causes are bounded. */
    private void warn(long ns, long now, String handler) {
        if (handlers.size() >= MOST_CAUSES) {
            handlers.clear();
        }
        RateGate gate = handlers.computeIfAbsent(handler, _ -> new RateGate(LOG_EVERY_NS));
        if (gate.pass(now)) {
            log.warn("loop {} held for {} ms by {} ({} more not said)", loop, ns / 1_000_000, handler, gate.held());
        }
    }

    /** The loop's name, as metrics and logs show it. */
    public String loop() {
        return loop;
    }

    /** How many turns went over the limit. */
    public long stalls() {
        return stalls.get();
    }

    /** Nanoseconds spent in turns over the limit. */
    public long stalledNs() {
        return stalledNs.get();
    }

    /** The longest turn over the limit, in nanoseconds; 0 if there was none. */
    public long longestNs() {
        return longestNs.get();
    }
}
