package tandem.webrtc;

import java.util.concurrent.atomic.AtomicLong;

/** What the ICE ports counted; written by media loops and agents, readable from any thread. */
public final class IceCounters {
    private final AtomicLong checks = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    void onDropped() {
        dropped.incrementAndGet();
    }

    void onCheck() {
        checks.incrementAndGet();
    }

    void onRefused() {
        refused.incrementAndGet();
    }

    void onMalformed() {
        malformed.incrementAndGet();
    }

    void onStranger() {
        strangers.incrementAndGet();
    }

    /** Checks that were answered. */
    public long checks() {
        return checks.get();
    }

    /** Checks that were refused: unsigned, wrongly signed, for nobody. */
    public long refused() {
        return refused.get();
    }

    /** Datagrams that begin like STUN and are none. */
    public long malformed() {
        return malformed.get();
    }

    /** Datagrams of a full agent that waited for nobody in time. */
    public long dropped() {
        return dropped.get();
    }

    /** Datagrams from where no check has come from. */
    public long strangers() {
        return strangers.get();
    }
}
