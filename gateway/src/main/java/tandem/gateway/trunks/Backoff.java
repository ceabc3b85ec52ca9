package tandem.gateway.trunks;

import java.util.random.RandomGenerator;

/** How long to wait before the next try: twice as long each time up to a limit, and half of that by chance (RFC 5626 4.5). */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void reset() {
        failures = 0;
    }

    /** The wait after one more failure. */
    long nextNs(long firstNs, long mostNs) {
        long doubled = firstNs << Math.min(failures, MOST_DOUBLINGS);
        long whole = doubled <= 0 ? mostNs : Math.min(doubled, mostNs);
        failures++;
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }
}
