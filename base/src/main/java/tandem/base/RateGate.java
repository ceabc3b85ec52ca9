package tandem.base;

/** Lets one through in each interval and counts the rest: for log lines about what the network sends. */
public final class RateGate {
    private final long intervalNs;
    private long openAtNs = Long.MIN_VALUE;
    private long held;
    private boolean used;

    /** A gate that opens once in {@code intervalNs} nanoseconds. */
    public RateGate(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    /** Whether this one may pass. */
    public boolean pass(long nowNs) {
        if (used && nowNs - openAtNs < 0) {
            held++;
            return false;
        }
        used = true;
        openAtNs = nowNs + intervalNs;
        return true;
    }

    /** How many were held back since this was last asked. */
    public long held() {
        long n = held;
        held = 0;
        return n;
    }
}
