package tandem.gateway.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How a trunk is kept an eye on: {@code 30s} or {@code options 30s}, {@code crlf 30s}, or {@code off}.
 *
 * @param how by what
 * @param every how often; empty where it is off
 */
public record Keepalive(How how, Optional<Duration> every) {
    /** By OPTIONS every 30 s. */
    public static final Keepalive USUAL = new Keepalive(How.OPTIONS, Optional.of(Duration.ofSeconds(30)));

    private static final Duration LEAST = Duration.ofSeconds(1);

    /** By what. */
    public enum How {
        OFF,
        OPTIONS,
        CRLF
    }

    /** Reads one; the message of what it throws says what would be right. */
    public static Keepalive of(String text) {
        if (text.equals("off")) {
            return new Keepalive(How.OFF, Optional.empty());
        }
        How how = text.startsWith("crlf ") ? How.CRLF : How.OPTIONS;
        String span =
                text.startsWith("crlf ") || text.startsWith("options ") ? text.substring(text.indexOf(' ') + 1) : text;
        Duration every = Words.span(span.strip());
        if (every.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("'" + text + "' is too often: at most once a second");
        }
        return new Keepalive(how, Optional.of(every));
    }
}
