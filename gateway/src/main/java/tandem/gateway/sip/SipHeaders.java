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
public final class SipHeaders {
    /** Carried with the INVITE; everything else would tell one side of the other's topology, or is the dialog's own. */
    private static final List<String> ONWARD = List.of(
            "Subject",
            "Priority",
            "Accept-Language",
            "User-to-User",
            "Privacy",
            "Session-ID",
            "X-Correlation-ID",
            "Referred-By");

    /** Who diverted the call: carried to trunks alone, each with all its values (RFC 5806, RFC 7044). */
    static final List<String> TO_TRUNKS = List.of("Diversion", "History-Info");

    /** Carried with the answer. */
    private static final List<String> BACK = List.of("User-to-User", "Session-ID", "X-Correlation-ID");

    private SipHeaders() {}

    /** What of the INVITE a second leg is given. */
    static Map<String, String> carriedOnward(SipRequest invite) {
        Map<String, String> carried = of(invite, ONWARD);
        for (String name : TO_TRUNKS) {
            List<String> values = invite.headers(name);
            if (!values.isEmpty()) {
                carried = carried.isEmpty() ? new HashMap<>(8) : carried;
                carried.put(name, String.join(", ", values));
            }
        }
        return carried;
    }

    /** What of the headers a Refer-To asks for a second leg is given. */
    static Map<String, String> carriedOnward(Map<String, String> asked) {
        Map<String, String> carried = new HashMap<>();
        asked.forEach((name, value) -> ONWARD.stream()
                .filter(each -> each.equalsIgnoreCase(name) && !each.equals("Referred-By"))
                .forEach(each -> carried.put(each, value)));
        return carried;
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

    /** The number that was dialled, where a PIN stands behind it: {@code 1000.2580}. */
    static String withoutPin(String user) {
        int dot = user.indexOf('.');
        boolean withPin = dot > 0 && isDigits(user.substring(0, dot)) && isDigits(user.substring(dot + 1));
        return withPin ? user.substring(0, dot) : user;
    }

    /** A user part as a URI may hold it (RFC 3261 section 25.1): what is not allowed there is escaped. */
    public static String escaped(String user) {
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
