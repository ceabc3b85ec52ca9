package tandem.sip.message;

import java.util.Locale;
import java.util.Optional;

/**
 * Session-Expires (RFC 4028 4).
 *
 * @param seconds the interval
 * @param refresher {@code uac}, {@code uas}, or empty
 */
public record SessionExpires(long seconds, String refresher) {
    /** Reads it; empty where it is none. */
    public static Optional<SessionExpires> read(String text) {
        return Numbers.seconds(text).map(seconds -> new SessionExpires(seconds, refresher(text)));
    }

    private static String refresher(String text) {
        for (String param : Tokens.split(text, ';')) {
            int equals = param.indexOf('=');
            if (equals > 0 && param.substring(0, equals).strip().equalsIgnoreCase("refresher")) {
                return param.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return refresher.isEmpty() ? Long.toString(seconds) : seconds + ";refresher=" + refresher;
    }
}
