package tandem.gateway.registrar;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Refusals in words. */
final class Refusals {
    private Refusals() {}

    static String lockedWords(Duration left) {
        return "Too Many Wrong Passwords, Again In " + seconds(left) + " Seconds";
    }

    static Map<String, List<String>> lockedHeaders(Duration left) {
        return Map.of("Retry-After", List.of(Long.toString(seconds(left))));
    }

    private static long seconds(Duration left) {
        return Math.max(1, left.plusMillis(999).toSeconds());
    }
}
