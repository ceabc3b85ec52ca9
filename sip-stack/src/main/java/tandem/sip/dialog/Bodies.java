package tandem.sip.dialog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tandem.sip.Body;
import tandem.sip.message.Message;

/** Finds the session description among the bodies of a message (RFC 5621), and says which bodies we cannot take. */
final class Bodies {
    private static final Set<String> SDP_RANGES = Set.of("application/sdp", "application/*", "*/*");

    private Bodies() {}

    /** The session description, alone or as a part of a multipart body. */
    static Optional<Body> sdp(Message message) {
        String type = message.contentType();
        if (type.equals("application/sdp")) {
            return message.body();
        }
        if (!type.startsWith("multipart/")) {
            return Optional.empty();
        }
        return message.body().flatMap(Bodies::sdpPart);
    }

    /** Whether we can make sense of the body of an INVITE or UPDATE: none, SDP, or several with SDP among them. */
    static boolean understood(Message message) {
        if (message.body().isEmpty()) {
            return true;
        }
        String type = message.contentType();
        return type.equals("application/sdp")
                || (type.startsWith("multipart/") && sdp(message).isPresent());
    }

    /** Whether the asker takes a description in the answer (RFC 3261 20.1). An empty Accept, which takes nothing, is borne. */
    static boolean sdpIsAccepted(Message message) {
        if (!message.has("Accept")) {
            return true;
        }
        boolean nothing = true;
        for (String each : message.headers("Accept")) {
            int end = each.indexOf(';');
            String range = (end < 0 ? each : each.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            if (SDP_RANGES.contains(range)) {
                return true;
            }
            nothing &= range.isEmpty();
        }
        return nothing;
    }

    /** Whether the body is written plainly (Content-Encoding). */
    static boolean plain(Message message) {
        String encoding = message.header("Content-Encoding").orElse("identity");
        return encoding.equalsIgnoreCase("identity") || message.body().isEmpty();
    }

    private static Optional<Body> sdpPart(Body whole) {
        String boundary = boundary(whole.contentType());
        if (boundary.isEmpty()) {
            return Optional.empty();
        }
        // octets one to one, so that positions in the text are positions in the body
        String text = new String(whole.octets(), StandardCharsets.ISO_8859_1);
        String mark = "--" + boundary;
        int at = text.indexOf(mark);
        while (at >= 0) {
            int begin = text.indexOf('\n', at + mark.length());
            int end = begin < 0 ? -1 : text.indexOf("\n" + mark, begin);
            if (end < 0) {
                return Optional.empty();
            }
            Optional<Body> part = part(whole, text, begin + 1, end);
            if (part.isPresent()) {
                return part;
            }
            at = end + 1;
        }
        return Optional.empty();
    }

    private static Optional<Body> part(Body whole, String text, int from, int to) {
        int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
        int line = from;
        String type = "";
        while (line < end) {
            int newline = text.indexOf('\n', line);
            int stop = newline < 0 || newline > end ? end : newline;
            String header = text.substring(line, stop).strip();
            line = stop + 1;
            if (header.isEmpty()) {
                break;
            }
            if (header.regionMatches(true, 0, "Content-Type:", 0, 13)) {
                type = header.substring(13).strip();
            } else if (header.regionMatches(true, 0, "c:", 0, 2)) {
                type = header.substring(2).strip();
            }
        }
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/sdp") || line > end) {
            return Optional.empty();
        }
        return Optional.of(new Body("application/sdp", Arrays.copyOfRange(whole.octets(), line, end)));
    }

    private static String boundary(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return "";
        }
        String rest = contentType.substring(at + 9).strip();
        if (rest.startsWith("\"")) {
            int close = rest.indexOf('"', 1);
            return close < 0 ? "" : rest.substring(1, close);
        }
        int semicolon = rest.indexOf(';');
        return (semicolon < 0 ? rest : rest.substring(0, semicolon)).strip();
    }
}
