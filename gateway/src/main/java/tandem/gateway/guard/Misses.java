package tandem.gateway.guard;

/** Wrong tries of one kind: some are free, each one further shuts the door for twice as long as the one before, an hour's quiet forgets them. */
final class Misses {
    /** How long one is remembered after the last. */
    static final long FORGOTTEN_NS = 3_600_000_000_000L;

    private static final int MOST_DOUBLINGS = 20; // a minute so often doubled is a hundred years, and still a long

    private final int free;
    private final long firstNs;
    private final long longestNs;
    private int count;
    private long lastNs;
    private long shutAtNs;
    private long shutUntilNs;
    private boolean shut;

    /** {@code free} tries without consequence, then {@code firstNs}, doubled up to {@code longestNs}. */
    Misses(int free, long firstNs, long longestNs) {
        this.free = free;
        this.firstNs = firstNs;
        this.longestNs = longestNs;
    }

    /** One more; whether it shut the door that was open. */
    boolean add(long nowNs) {
        if (count > 0 && nowNs - lastNs > FORGOTTEN_NS) {
            count = 0;
        }
        lastNs = nowNs;
        count = Math.min(count + 1, free + 40);
        if (count <= free) {
            return false;
        }
        boolean wasOpen = leftNs(nowNs, longestNs) == 0;
        int doublings = Math.min(count - free - 1, MOST_DOUBLINGS);
        shut = true;
        shutAtNs = nowNs;
        shutUntilNs = nowNs + Math.min(firstNs << doublings, longestNs);
        return wasOpen;
    }

    /** How long the door stays shut, for those whom it keeps out for {@code mostNs} after a try at most: 0 where it is open. */
    long leftNs(long nowNs, long mostNs) {
        shut = shut && nowNs - shutUntilNs < 0;
        return shut ? Math.max(0, Math.min(shutUntilNs - nowNs, shutAtNs + mostNs - nowNs)) : 0;
    }
}
