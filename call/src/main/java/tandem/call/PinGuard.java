package tandem.call;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tandem.base.Clock;

/**
 * Keeps PINs from being guessed: more than 20 wrong ones in 10 minutes, for one room or from one source, and further tries are
 * refused for 10 minutes. Both tables are bounded; the entry unused for longest goes first.
 */
final class PinGuard {
    static final int ALLOWED = 20;
    static final long WINDOW_NS = 600_000_000_000L;
    private static final int MOST = 4096;

    private final Clock clock;
    private final Map<String, Misses> rooms = bounded();
    private final Map<String, Misses> sources = bounded();

    PinGuard(Clock clock) {
        this.clock = clock;
    }

    private static Map<String, Misses> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Misses> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Why tries for that room, or from that source, are refused now; empty where they are not. */
    Optional<String> refusal(String room, InetAddress source) {
        long now = clock.nowNs();
        if (shut(rooms.get(room), now)) {
            return Optional.of("too many wrong ones for it");
        }
        return shut(sources.get(key(source)), now)
                ? Optional.of("too many wrong ones from " + source.getHostAddress())
                : Optional.empty();
    }

    private static boolean shut(@org.jspecify.annotations.Nullable Misses misses, long nowNs) {
        return misses != null && misses.shut(nowNs);
    }

    /** A wrong PIN was entered. */
    void wrong(String room, InetAddress source) {
        long now = clock.nowNs();
        rooms.computeIfAbsent(room, _ -> new Misses()).add(now);
        sources.computeIfAbsent(key(source), _ -> new Misses()).add(now);
    }

    /** An IPv6 subscriber has a /64, and may call from each of its addresses. */
    private static String key(InetAddress source) {
        byte[] octets = source.getAddress();
        return Arrays.toString(octets.length == 16 ? Arrays.copyOf(octets, 8) : octets);
    }

    /** The moments of the last wrong PINs: a ring one longer than what is allowed. */
    private static final class Misses {
        private final long[] at = new long[ALLOWED + 1];
        private int count;
        private boolean shut;
        private long shutUntilNs;

        void add(long nowNs) {
            at[count++ % at.length] = nowNs;
            if (count >= at.length && nowNs - at[count % at.length] <= WINDOW_NS) {
                shut = true;
                shutUntilNs = nowNs + WINDOW_NS;
            }
        }

        boolean shut(long nowNs) {
            shut = shut && nowNs - shutUntilNs < 0;
            return shut;
        }
    }
}
