package tandem.media.desk;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.locks.LockSupport;
import tandem.base.Clock;

/**
 * Lets a busy loop gather: above a rate of packets it pauses before it asks the kernel, so that one wait serves many packets.
 * A packet waits at most that pause; an idle loop does not pause at all.
 */
final class Gather implements SelectStrategy {
    private static final long WINDOW_NS = 20_000_000;
    private static final int BUSY_PACKETS = 40; // in a window: 2,000 a second

    private final Clock clock;
    private final long pauseNs;
    private long packets;
    private long windowStartNs;
    private long packetsAtStart;
    private boolean busy;

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

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        if (pauseNs > 0 && busy(clock.nowNs())) {
            LockSupport.parkNanos(this, pauseNs);
        }
        return SELECT;
    }

    private boolean busy(long nowNs) {
        if (nowNs - windowStartNs >= WINDOW_NS) {
            busy = packets - packetsAtStart >= BUSY_PACKETS && nowNs - windowStartNs < 2 * WINDOW_NS;
            packetsAtStart = packets;
            windowStartNs = nowNs;
        }
        return busy;
    }
}
