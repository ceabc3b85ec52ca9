package tandem.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tandem.sip.SipMessage;
import tandem.sip.SipRequest;

/** Headers that are not the stack's own: what is carried from one leg to the other, and a PIN that came along. */
final class SipHeaders {
    /** Carried with the INVITE; everything else would tell one side of the other's topology, or is the dialog's own. */
    private static final List<String> ONWARD = List.of(
            "Subject", "Priority", "Accept-Language", "User-to-User", "Privacy", "Session-ID", "X-Correlation-ID");

    /** Carried with the answer. */
    private static final List<String> BACK = List.of("User-to-User", "Session-ID", "X-Correlation-ID");

    private SipHeaders() {}

    /** What of the INVITE a second leg is given. */
    static Map<String, String> carriedOnward(SipRequest invite) {
        return of(invite, ONWARD);
    }

    /** What of an answer the first leg is given. */
    static Map<String, String> carriedBack(SipMessage answer) {
        return of(answer, BACK);
    }

    private static Map<String, String> of(SipMessage message, List<String> names) {
        Map<String, String> carried = Map.of();
        for (String name : names) {
            Optional<String> value = message.header(name);
            if (value.isPresent()) {
                carried = carried.isEmpty() ? new HashMap<>(8) : carried;
                carried.put(name, value.get());
            }
        }
        return carried;
    }

    /** A PIN in a header, as proxies and other conference systems send it. */
    static Optional<String> pin(SipRequest invite) {
        return invite.header("X-PIN")
                .or(() -> invite.header("Jitsi-Conference-Room-Pass"))
                .map(String::strip)
                .filter(SipHeaders::isDigits);
    }

    /** A user part as a URI may hold it (RFC 3261 section 25.1): what is not allowed there is escaped. */
    static String escaped(String user) {
        StringBuilder text = new StringBuilder(user.length());
        for (byte octet : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    /** Whether these are digits, at least one and not too many. */
    static boolean isDigits(String text) {
        return !text.isEmpty() && text.length() <= 32 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
