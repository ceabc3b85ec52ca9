package tandem.bench;

import java.util.Arrays;

/** Latencies, kept whole. One thread adds, and another asks once it has stopped. */
final class Samples {
    private final long[] ns;
    private volatile int count;
    private volatile boolean on;

    Samples(int most) {
        ns = new long[most];
    }

    /** Forgets all and begins. */
    void start() {
        count = 0;
        on = true;
    }

    /** Ends. */
    void stop() {
        on = false;
    }

    boolean isOn() {
        return on;
    }

    void add(long value) {
        int at = count;
        if (on && at < ns.length) {
            ns[at] = value;
            count = at + 1;
        }
    }

    int count() {
        return count;
    }

    /** How many are more than that many milliseconds. */
    int over(double ms) {
        int over = 0;
        for (int i = 0; i < count; i++) {
            over += ns[i] > ms * 1e6 ? 1 : 0;
        }
        return over;
    }

    /** The value below which that share of the samples lies, in milliseconds. */
    double ms(double share) {
        if (count == 0) {
            throw new MeasureFailed("no latency was measured");
        }
        long[] sorted = Arrays.copyOf(ns, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))] / 1e6;
    }
}
