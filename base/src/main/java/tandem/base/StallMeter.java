package tandem.base;

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

    private final String loop;
    private final long limitNs;
    private final Clock clock;
    private final AtomicLong stalls = new AtomicLong();
    private final AtomicLong stalledNs = new AtomicLong();
    private final AtomicLong longestNs = new AtomicLong();
    private int depth;
    private long enteredNs;
    private long loggedNs;

    /** Measures the loop of that name; a turn longer than {@code limitNs} is a stall. */
    public StallMeter(String loop, long limitNs, Clock clock) {
        this.loop = loop;
        this.limitNs = limitNs;
        this.clock = clock;
        this.loggedNs = clock.nowNs() - LOG_EVERY_NS;
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
            stalled(now - enteredNs, now, handler.getClass().getName());
        }
    }

    /** The loop came back {@code lateNs} later than it asked to: a pause of the machine or the collector, or a handler not metered. */
    public void late(long lateNs) {
        if (lateNs > limitNs) {
            stalled(lateNs, clock.nowNs(), "a wait");
        }
    }

    private void stalled(long ns, long now, String handler) {
        stalls.incrementAndGet();
        stalledNs.addAndGet(ns);
        longestNs.accumulateAndGet(ns, Math::max);
        if (now - loggedNs >= LOG_EVERY_NS) {
            loggedNs = now;
            log.warn("loop {} held for {} ms by {}", loop, ns / 1_000_000, handler);
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
