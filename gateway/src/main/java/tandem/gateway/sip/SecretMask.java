package tandem.gateway.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tandem.call.PinMask;

/**
 * Takes what is secret out of a SIP message before somebody is shown it: proofs of passwords (RFC 8760), PINs and passwords in URIs and
 * headers, keys of SRTP (RFC 4568) and ICE in SDP, digits sent by INFO, which may be a PIN. A mark takes the place of each octet, so that
 * lengths stay true.
 */
public final class SecretMask {
    private static final char MARK = '*';
    private static final char KEY_MARK = 'X'; // base64 all the same: a reader of SDP is not to stumble
    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization");
    private static final Set<String> PINS = Set.of("x-pin", "jitsi-conference-room-pass");

    /** No URIs, and what looks like a number with a PIN there is none. */
    private static final Set<String> PLAIN = Set.of("call-id", "i", "via", "v", "cseq", "content-length", "l");

    private static final List<String> PROOFS = List.of("response=", "rspauth=", "cnonce=");
    private static final List<String> BODY_SECRETS =
            List.of("a=ice-pwd:", "a=key-mgmt:", "k=", "signal=", "signal =", "d=", "digit=");

    private final StringBuilder text;
    private String header = "";
    private boolean digits;

    private SecretMask(String message) {
        this.text = new StringBuilder(message);
    }

    /** The message without its secrets. */
    public static byte[] of(byte[] message) {
        SecretMask mask = new SecretMask(new String(message, StandardCharsets.ISO_8859_1));
        mask.lines();
        return mask.text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void lines() {
        int begin = 0;
        boolean body = false;
        boolean first = true;
        while (begin < text.length()) {
            int end = text.indexOf("\n", begin);
            int next = end < 0 ? text.length() : end + 1;
            int last = end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end < 0 ? text.length() : end;
            if (body) {
                body(begin, last);
            } else if (first) {
                first = last == begin;
                uris(begin, last);
            } else if (last == begin) {
                body = true;
            } else {
                header(begin, last);
            }
            begin = next;
        }
    }

    private void header(int begin, int end) {
        int from = begin;
        boolean continued = text.charAt(begin) == ' ' || text.charAt(begin) == '\t';
        if (!continued) {
            int colon = text.indexOf(":", begin);
            int nameEnd = colon < 0 || colon > end ? end : colon;
            header = text.substring(begin, nameEnd).strip().toLowerCase(Locale.ROOT);
            from = Math.min(end, nameEnd + 1);
            if (header.equals("content-type") || header.equals("c")) {
                String type = text.substring(from, end).strip().toLowerCase(Locale.ROOT);
                digits = type.startsWith("application/dtmf") && !type.startsWith("application/dtmf-relay");
            }
        }
        if (CREDENTIALS.contains(header)) {
            credentials(from, end, continued);
        } else if (PINS.contains(header)) {
            blank(from, end);
        } else if (header.equals("authentication-info") || header.equals("proxy-authentication-info")) {
            proofs(from, end);
        } else if (!PLAIN.contains(header)) {
            uris(from, end);
        }
    }

    /** Of a digest its proofs; of any other scheme everything. */
    private void credentials(int begin, int end, boolean continued) {
        String value = text.substring(begin, end).stripLeading();
        if (continued || value.regionMatches(true, 0, "digest", 0, 6)) {
            proofs(begin, end);
            uris(begin, end);
            return;
        }
        int scheme = text.indexOf(" ", end - value.length());
        blank(scheme < 0 || scheme > end ? begin : scheme, end);
    }

    private void proofs(int begin, int end) {
        String lower = text.substring(begin, end).toLowerCase(Locale.ROOT);
        for (String proof : PROOFS) {
            int at = lower.indexOf(proof);
            if (at >= 0) {
                int from = begin + at + proof.length();
                int comma = text.indexOf(",", from);
                blank(from, comma < 0 || comma > end ? end : comma);
            }
        }
    }

    private void uris(int begin, int end) {
        text.replace(begin, end, PinMask.inPlace(text.substring(begin, end)));
    }

    private void body(int begin, int end) {
        String lower = text.substring(begin, end).toLowerCase(Locale.ROOT);
        if (digits) {
            blank(begin, end);
            return;
        }
        int inline = lower.startsWith("a=crypto:") ? lower.indexOf("inline:") : -1;
        for (int at = inline; at >= 0; at = lower.indexOf("inline:", at + 1)) {
            int from = begin + at + "inline:".length();
            blank(from, keyEnd(from, end), KEY_MARK);
        }
        for (String secret : BODY_SECRETS) {
            if (lower.startsWith(secret)) {
                blank(begin + secret.length(), end);
            }
        }
        uris(begin, end);
    }

    private int keyEnd(int from, int end) {
        int at = from;
        while (at < end && "|; \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private void blank(int begin, int end) {
        blank(begin, end, MARK);
    }

    /** Leaves the quotes, spaces and padding around it. */
    private void blank(int begin, int end, char mark) {
        for (int i = begin; i < end; i++) {
            if ("\" =".indexOf(text.charAt(i)) < 0) {
                text.setCharAt(i, mark);
            }
        }
    }
}
