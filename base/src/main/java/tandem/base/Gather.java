package tandem.base;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a busy loop gather: above a rate of work it pauses before it asks the kernel, so that one wait serves many packets; a wait
 * costs some 25 us of processor time. An idle loop does not pause at all, and none past a moment it has to be awake at. Owned by
 * its loop.
 */
public final class Gather implements SelectStrategy {
    private static final long WINDOW_NS = 20_000_000;
    private static final long LEAST_NS = 50_000; // a shorter pause is not worth it

    private final Clock clock;
    private long pauseNs;
    private int busyAt;
    private long work;
    private long windowStartNs;
    private long workAtStart;
    private long awakeNs = Long.MAX_VALUE;
    private boolean busy;

    /**
     * Pauses {@code pauseNs} nanoseconds, 0 for never, while there is that much to do.
     *
     * @param busyPerSecond pieces of work in a second from which on a loop is busy
     */
    public Gather(Clock clock, long pauseNs, int busyPerSecond) {
        this.clock = clock;
        this.windowStartNs = clock.nowNs();
        pace(pauseNs, busyPerSecond);
    }

    /** Asks the kernel at once, always. */
    public static Gather never() {
        return new Gather(Clock.system(), 0, Integer.MAX_VALUE);
    }

    /** Pauses so long from now on, and from that rate on. */
    public void pace(long newPauseNs, int busyPerSecond) {
        pauseNs = newPauseNs;
        busyAt = (int) (busyPerSecond * WINDOW_NS / 1_000_000_000L);
    }

    /** A piece of work was done. */
    public void work() {
        work++;
    }

    /** When the loop must be awake; {@code Long.MAX_VALUE} for no such moment. */
    public void until(long momentNs) {
        awakeNs = momentNs;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (pauseNs > 0) {
            long pause = pause(clock.nowNs());
            if (pause >= LEAST_NS) {
                LockSupport.parkNanos(this, pause);
            }
        }
        return SELECT;
    }

    /** How long to pause at that time, in nanoseconds. */
    long pause(long nowNs) {
        return busy(nowNs) ? Math.min(pauseNs, awakeNs - nowNs) : 0;
    }

    private boolean busy(long nowNs) {
        if (nowNs - windowStartNs >= WINDOW_NS) {
            busy = work - workAtStart >= busyAt && nowNs - windowStartNs < 2 * WINDOW_NS;
            workAtStart = work;
            windowStartNs = nowNs;
        }
        return busy;
    }
}
