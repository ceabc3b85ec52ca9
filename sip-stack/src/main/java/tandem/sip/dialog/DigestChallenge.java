package tandem.sip.dialog;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters behind {@code Digest} in WWW-Authenticate, Authorization and their proxy kin (RFC 7616 3.3, 3.4). */
final class DigestChallenge {
    private final Map<String, String> params;

    private DigestChallenge(Map<String, String> params) {
        this.params = params;
    }

    /** Reads a header value; empty where it is no digest or not well formed. */
    static Optional<DigestChallenge> read(String value) {
        String text = value.strip();
        if (text.length() < 7 || !text.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> params = new HashMap<>();
        int at = 7;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return text.substring(at).isBlank() ? Optional.of(new DigestChallenge(params)) : Optional.empty();
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            StringBuilder into = new StringBuilder();
            at = value(text, equals + 1, into);
            if (at < 0) {
                return Optional.empty();
            }
            params.putIfAbsent(name, into.toString());
        }
        return Optional.of(new DigestChallenge(params));
    }

    /** Copies the value that begins at {@code from}; returns where the next parameter begins, or -1. */
    private static int value(String text, int from, StringBuilder into) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            at = quoted(text, at + 1, into);
            if (at < 0) {
                return -1;
            }
            int comma = text.indexOf(',', at);
            return comma < 0 ? text.length() : comma + 1;
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        into.append(text.substring(at, end).strip());
        return comma < 0 ? end : comma + 1;
    }

    private static int quoted(String text, int from, StringBuilder into) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            into.append(c);
        }
        return -1;
    }

    /** That parameter without its quotes, or empty text. */
    String get(String name) {
        return params.getOrDefault(name, "");
    }

    /** Whether {@code qop} offers {@code auth}. */
    boolean offersAuth() {
        return offers("auth");
    }

    /** Whether {@code qop} offers {@code auth-int}. */
    boolean offersIntegrity() {
        return offers("auth-int");
    }

    private boolean offers(String quality) {
        for (String each : get("qop").split(",", -1)) {
            if (each.strip().equalsIgnoreCase(quality)) {
                return true;
            }
        }
        return false;
    }

    /** The nonce is too old, the password was right (RFC 7616 3.3). */
    boolean stale() {
        return get("stale").equalsIgnoreCase("true");
    }
}
