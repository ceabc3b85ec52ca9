package tandem.sip.message;

import java.util.Optional;

/** Unsigned decimal fields of bounded size. */
final class Numbers {
    private Numbers() {}

    /** The number, leading zeros allowed; empty where it is none or above {@code max}. */
    static Optional<Long> read(String text, long max) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            value = value * 10 + digit;
            if (value > max) {
                return Optional.empty();
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** A number of seconds that may be followed by parameters or a comment; what is too large for 2^32-1 is that (RFC 3261 20.19). */
    static Optional<Long> seconds(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        if (end == 0) {
            return Optional.empty();
        }
        return Optional.of(read(text.substring(0, end), 0xFFFF_FFFFL).orElse(0xFFFF_FFFFL));
    }
}
