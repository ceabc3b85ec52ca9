package tandem.gateway.guard;

/** A limit of rate: so many a second, and some at once after a pause. */
final class Bucket {
    private static final double SECOND_NS = 1e9;

    private double left;
    private long lastNs;

    Bucket(double full, long nowNs) {
        left = full;
        lastNs = nowNs;
    }

    /** Takes one, where there is one; {@code perSecond} come back, up to {@code full}. */
    boolean take(double perSecond, double full, long nowNs) {
        left = Math.min(full, left + (nowNs - lastNs) / SECOND_NS * perSecond);
        lastNs = nowNs;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
