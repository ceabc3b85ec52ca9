package tandem.gateway.webrtc;

/** How often something may be done: so many times at once, and one time more with each interval that passes. */
final class Allowance {
    private final int most;
    private final long everyNs;
    private double left;
    private long sinceNs;
    private boolean used;

    Allowance(int most, long everyNs) {
        this.most = most;
        this.everyNs = everyNs;
        this.left = most;
    }

    /** Whether it may be done now. */
    boolean pass(long nowNs) {
        if (used) {
            left = Math.min(most, left + (double) (nowNs - sinceNs) / everyNs);
        }
        used = true;
        sinceNs = nowNs;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
