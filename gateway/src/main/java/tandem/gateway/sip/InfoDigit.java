package tandem.gateway.sip;

import java.util.Locale;
import java.util.Optional;
import tandem.sip.Body;

/**
 * A digit in an INFO body: {@code application/dtmf-relay} with {@code Signal=} and {@code Duration=} lines, or
 * {@code application/dtmf} with the bare digit. No RFC describes either; they are what phones send.
 *
 * @param digit 0-9, *, #, A-D
 * @param durationMs 40 to 6000
 */
record InfoDigit(char digit, int durationMs) {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int USUAL_MS = 160;

    /** Whether a body of that type is about DTMF. */
    static boolean isDtmf(Body body) {
        String type = body.mediaType();
        return type.equals("application/dtmf-relay") || type.equals("application/dtmf");
    }

    /** The digit; empty where there is none, such as a flash. */
    static Optional<InfoDigit> read(Body body) {
        String signal = "";
        int duration = USUAL_MS;
        for (String line : (Iterable<String>) body.text().lines()::iterator) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(equals + 1).strip();
            if (name.equals("duration")) {
                duration = duration(value);
            } else if (signal.isEmpty() && (name.equals("signal") || name.isEmpty())) {
                signal = value;
            }
        }
        int key = key(signal);
        return key < 0 ? Optional.empty() : Optional.of(new InfoDigit(KEYS.charAt(key), duration));
    }

    /** A key by its face, or by its event number of RFC 4733 (10 is *, 11 is #). */
    private static int key(String signal) {
        if (signal.length() == 1) {
            return KEYS.indexOf(Character.toUpperCase(signal.charAt(0)));
        }
        if (signal.length() == 2 && signal.charAt(0) == '1' && signal.charAt(1) >= '0' && signal.charAt(1) <= '5') {
            return 10 + signal.charAt(1) - '0';
        }
        return -1;
    }

    private static int duration(String value) {
        boolean number =
                !value.isEmpty() && value.length() <= 6 && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Math.clamp(Integer.parseInt(value), 40, 6_000) : USUAL_MS;
    }

    /** The body that sends this digit. */
    Body body() {
        String text = "Signal=" + digit + "\r\nDuration=" + durationMs + "\r\n";
        return new Body("application/dtmf-relay", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
