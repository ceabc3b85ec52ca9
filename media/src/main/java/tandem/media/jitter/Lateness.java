package tandem.media.jitter;

/**
 * How late packets come, against the fastest of the last few seconds: a histogram that forgets within some seconds, and of it
 * the lateness that all but two in a hundred packets keep. Of packets that come in one heap only the first, the latest, counts, so that a stall is
 * one event.
 */
final class Lateness {
    private static final long BIN_NS = 1_000_000;
    private static final int BINS = 256;
    private static final float GROWTH = 1.004f;
    private static final double QUANTILE = 0.98;
    private static final long BUCKET_NS = 1_000_000_000L;

    private final float[] bins = new float[BINS];
    private float weight = 1;
    private float total;
    private boolean known;
    private long fastestNow;
    private long fastestBefore;
    private long bucketEndNs;
    private long lastArrivalNs;
    private long targetNs;

    /** Takes a packet that arrived {@code arrivalNs}, sent at {@code sentNs} by its own clock; says how late it is. */
    long record(long arrivalNs, long sentNs, boolean counts) {
        long transit = arrivalNs - sentNs;
        if (!known) {
            rebase(transit, arrivalNs);
        } else if (arrivalNs >= bucketEndNs) {
            fastestBefore = fastestNow;
            fastestNow = transit;
            bucketEndNs = arrivalNs + BUCKET_NS;
        }
        fastestNow = Math.min(fastestNow, transit);
        long late = transit - base();
        boolean heaped = arrivalNs - lastArrivalNs < BIN_NS;
        lastArrivalNs = arrivalNs;
        if (counts && !heaped) {
            count((int) Math.min(BINS - 1, late / BIN_NS));
        }
        return late;
    }

    /** The clocks' difference is to be learned anew from that packet. */
    void rebase(long transit, long nowNs) {
        known = true;
        fastestNow = transit;
        fastestBefore = transit;
        bucketEndNs = nowNs + BUCKET_NS;
    }

    /** Another clock begins. What is known of the network stays. */
    void forget() {
        known = false;
    }

    boolean known() {
        return known;
    }

    /** Arrival time minus sending time of the fastest packet lately. */
    long base() {
        return Math.min(fastestNow, fastestBefore);
    }

    /** The lateness to allow for. */
    long targetNs() {
        return targetNs;
    }

    private void count(int bin) {
        bins[bin] += weight;
        total += weight;
        weight *= GROWTH;
        if (weight > 1e6f) {
            rescale();
        }
        float limit = (float) (total * (1 - QUANTILE));
        float above = 0;
        int top = BINS - 1;
        while (top > 0) {
            above += bins[top];
            if (above > limit) {
                break;
            }
            top--;
        }
        targetNs = top == 0 ? 0 : (top + 1) * BIN_NS;
    }

    private void rescale() {
        total = 0;
        for (int i = 0; i < BINS; i++) {
            bins[i] /= weight;
            total += bins[i];
        }
        weight = 1;
    }
}
