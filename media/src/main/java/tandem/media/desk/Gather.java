package tandem.media.desk;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;
import tandem.base.Clock;

/**
 * Lets a busy loop gather: above a rate of packets it pauses before it asks the kernel, so that one wait serves many packets. A
 * wait costs some 25 us of processor time, as much as five packets. Where packets go on as they come the pause is the one
 * configured; where they only wait for the mixer's tick it is longer. An idle loop does not pause at all, and none past a tick.
 */
final class Gather implements SelectStrategy {
    private static final long WINDOW_NS = 20_000_000;
    private static final int BUSY_PACKETS = 40; // in a window: 2,000 a second
    private static final int BUSY_FOR_MIXER = 5; // 250 a second
    private static final long FOR_MIXER_NS = 4_000_000;
    private static final long LEAST_NS = 50_000; // a shorter pause is not worth it

    private final Clock clock;
    private final long pauseNs;
    private long packets;
    private long windowStartNs;
    private long packetsAtStart;
    private long tickNs = Long.MAX_VALUE;
    private boolean busy;
    private boolean hurried = true;

    /** A strategy that pauses {@code pauseNs} nanoseconds while busy; 0 never pauses. */
    Gather(Clock clock, long pauseNs) {
        this.clock = clock;
        this.pauseNs = pauseNs;
        this.windowStartNs = clock.nowNs();
    }

    /** A packet was received, on the loop. */
    void packet() {
        packets++;
    }

    /** Whether some packets go on as they come. */
    void hurried(boolean some) {
        hurried = some;
    }

    /** When the loop must be awake: its next tick, {@code Long.MAX_VALUE} for none. */
    void until(long nextTickNs) {
        tickNs = nextTickNs;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (pauseNs > 0) {
            long now = clock.nowNs();
            long pause = pause(now);
            if (pause >= LEAST_NS) {
                LockSupport.parkNanos(this, pause);
            }
        }
        return SELECT;
    }

    /** How long to pause at that time, in nanoseconds. */
    long pause(long nowNs) {
        if (!busy(nowNs)) {
            return 0;
        }
        return Math.min(hurried ? pauseNs : FOR_MIXER_NS, tickNs - nowNs);
    }

    private boolean busy(long nowNs) {
        if (nowNs - windowStartNs >= WINDOW_NS) {
            int least = hurried ? BUSY_PACKETS : BUSY_FOR_MIXER;
            busy = packets - packetsAtStart >= least && nowNs - windowStartNs < 2 * WINDOW_NS;
            packetsAtStart = packets;
            windowStartNs = nowNs;
        }
        return busy;
    }
}
