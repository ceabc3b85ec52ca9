package tandem.gateway.config;

import java.util.Map;

/**
 * Where each key got its value, so that what turns out wrong later (a port in use, a certificate that cannot be read) is told
 * by file and line.
 *
 * @param places by path: {@code file:line} or {@code environment TANDEM_X}
 * @param otherwise what is said of a key that has its default
 */
public record Origins(Map<String, String> places, String otherwise) {
    public Origins {
        places = Map.copyOf(places);
    }

    /** Where the key, or the nearest one above it, got its value. */
    public String of(String path) {
        for (String p = path; !p.isEmpty(); p = above(p)) {
            String place = places.get(p);
            if (place != null) {
                return place;
            }
        }
        return otherwise;
    }

    /** {@code a.b[1]} lies in {@code a.b}, which lies in {@code a}. */
    private static String above(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    /** Whether somebody set that key or one below it. */
    public boolean set(String path) {
        return places.keySet().stream()
                .anyMatch(p -> p.equals(path) || p.startsWith(path + ".") || p.startsWith(path + "["));
    }

    /** A fault of that key. */
    public ConfigFault fault(String path, String message) {
        return new ConfigFault(of(path), path, message);
    }
}
