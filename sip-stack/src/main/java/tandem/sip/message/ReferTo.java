package tandem.sip.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Refer-To (RFC 3515 section 2.1): whom to call, by which method, and the headers its URI asks for (RFC 3261 19.1.1).
 *
 * @param target the URI without method and headers
 * @param method INVITE where none is written
 * @param headers by name as written, with their %-escapes undone
 */
public record ReferTo(Uri target, String method, Map<String, String> headers) {
    private static final int MOST_HEADERS = 16;
    private static final String METHOD = ";method=";

    public ReferTo {
        headers = Map.copyOf(headers);
    }

    /**
     * Reads the value of the header; empty where it is malformed, or asks for more headers than anybody needs. A URI with headers that
     * lacks its brackets (RFC 3261 section 20 demands them) is taken as if all of the value were in them.
     */
    public static Optional<ReferTo> read(String value) {
        String written = value.indexOf('<') < 0 && value.indexOf('?') >= 0 ? '<' + value.strip() + '>' : value;
        return NameAddr.read(written).flatMap(address -> split(raw(written)));
    }

    /** The URI as written: the parsers put what they read together anew. */
    private static String raw(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                int end = value.indexOf('>', i);
                return value.substring(i + 1, end < 0 ? value.length() : end).strip();
            }
        }
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip();
    }

    private static Optional<ReferTo> split(String uri) {
        int question = uri.indexOf('?');
        String plain = question < 0 ? uri : uri.substring(0, question);
        String method = "INVITE";
        int at = plain.toLowerCase(Locale.ROOT).indexOf(METHOD);
        if (at >= 0) {
            int end = plain.indexOf(';', at + 1);
            method = plain.substring(at + METHOD.length(), end < 0 ? plain.length() : end);
            plain = plain.substring(0, at) + (end < 0 ? "" : plain.substring(end));
        }
        Optional<Uri> target = Uri.read(plain);
        Optional<Map<String, String>> headers =
                question < 0 ? Optional.of(Map.of()) : headers(uri.substring(question + 1));
        if (target.isEmpty() || headers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReferTo(target.get(), method.toUpperCase(Locale.ROOT), headers.get()));
    }

    private static Optional<Map<String, String>> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String each : text.split("&", MOST_HEADERS + 1)) {
            int equals = each.indexOf('=');
            String name = Escapes.undone(equals < 0 ? each : each.substring(0, equals));
            String value = Escapes.undone(each.substring(equals < 0 ? each.length() : equals + 1));
            boolean sound = !name.isEmpty() && isPrintable(name) && isPrintable(value);
            if (!sound || headers.size() == MOST_HEADERS || headers.put(HeaderNames.canonical(name), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(headers);
    }

    /** What is hidden behind an escape must not end a header line. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 0x7F);
    }
}
