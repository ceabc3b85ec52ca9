package tandem.call;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import tandem.base.Bounded;
import tandem.base.Clock;

/**
 * Keeps PINs from being guessed: more than 20 wrong ones in 10 minutes, for one room or from one source, and further ones are not
 * taken: for a room for 10 minutes, whoever enters them, so that guessing from many sources leads nowhere; from a source for 10
 * minutes, and each time it goes on for twice as long, up to a day. Who is in a room notices nothing. Both tables are bounded; the
 * entry unused for longest goes first.
 */
final class PinGuard {
    static final int ALLOWED = 20;
    static final long WINDOW_NS = 600_000_000_000L;
    static final long LONGEST_NS = 144 * WINDOW_NS;
    private static final int MOST = 4096;

    private final Clock clock;
    private final Bounded<String, Misses> rooms = new Bounded<>(MOST);
    private final Bounded<String, Misses> sources = new Bounded<>(MOST);

    PinGuard(Clock clock) {
        this.clock = clock;
    }

    /** Why tries for that room, or from that source, are refused now; empty where they are not. */
    Optional<String> refusal(String room, InetAddress source) {
        long now = clock.nowNs();
        if (shut(rooms.find(room), now)) {
            return Optional.of("too many wrong ones for it");
        }
        return shut(sources.find(key(source)), now)
                ? Optional.of("too many wrong ones from " + source.getHostAddress())
                : Optional.empty();
    }

    private static boolean shut(Optional<Misses> misses, long nowNs) {
        return misses.filter(each -> each.shut(nowNs)).isPresent();
    }

    /** A wrong PIN was entered. */
    void wrong(String room, InetAddress source) {
        long now = clock.nowNs();
        rooms.take(room, () -> new Misses(WINDOW_NS)).add(now);
        sources.take(key(source), () -> new Misses(LONGEST_NS)).add(now);
    }

    /** An IPv6 subscriber has a /64, and may call from each of its addresses. */
    private static String key(InetAddress source) {
        byte[] octets = source.getAddress();
        return Arrays.toString(octets.length == 16 ? Arrays.copyOf(octets, 8) : octets);
    }

    /** The moments of the last wrong PINs: a ring one longer than what is allowed. */
    private static final class Misses {
        private final long[] at = new long[ALLOWED + 1];
        private final long longestNs;
        private long count;
        private boolean shut;
        private long shutUntilNs;
        private long nextNs = WINDOW_NS;

        Misses(long longestNs) {
            this.longestNs = longestNs;
        }

        void add(long nowNs) {
            if (nowNs - shutUntilNs > LONGEST_NS) {
                nextNs = WINDOW_NS; // good for a day
            }
            at[(int) (count++ % at.length)] = nowNs;
            if (count >= at.length && nowNs - at[(int) (count % at.length)] <= WINDOW_NS) {
                shut = true;
                shutUntilNs = nowNs + nextNs;
                nextNs = Math.min(2 * nextNs, longestNs);
                count = 0;
            }
        }

        boolean shut(long nowNs) {
            shut = shut && nowNs - shutUntilNs < 0;
            return shut;
        }
    }
}
