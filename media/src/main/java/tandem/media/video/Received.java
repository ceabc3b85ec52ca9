package tandem.media.video;

import java.util.Arrays;

/** What arrived in the last half second, on the receiver's clock. */
final class Received {
    private static final int BUCKETS = 10;
    private static final long BUCKET_US = 50_000;
    private static final int LEAST_BUCKETS = 4;

    private final long[] bits = new long[BUCKETS];
    private long newest;
    private long filled;

    /** A packet arrived. */
    void onArrival(long atUs, int octets) {
        long bucket = Math.floorDiv(atUs, BUCKET_US);
        if (filled == 0 || bucket < newest - BUCKETS || bucket > newest + 10 * BUCKETS) {
            Arrays.fill(bits, 0); // the first, another clock, or after a pause
            newest = bucket;
            filled = 1;
        }
        while (newest < bucket) {
            newest++;
            filled++;
            bits[(int) Math.floorMod(newest, (long) BUCKETS)] = 0;
        }
        if (bucket > newest - BUCKETS) {
            bits[(int) Math.floorMod(bucket, (long) BUCKETS)] += 8L * octets;
        }
    }

    /** In bit/s without the bucket that is being filled, or -1 while too little is known. */
    double rate() {
        long whole = Math.min(filled - 1, BUCKETS - 1);
        if (whole < LEAST_BUCKETS) {
            return -1;
        }
        long sum = 0;
        for (long bucket = newest - whole; bucket < newest; bucket++) {
            sum += bits[(int) Math.floorMod(bucket, (long) BUCKETS)];
        }
        return sum * 1e6 / (whole * BUCKET_US);
    }
}
