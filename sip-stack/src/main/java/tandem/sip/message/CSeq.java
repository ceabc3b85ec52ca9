package tandem.sip.message;

import java.util.Optional;

/**
 * CSeq (RFC 3261 20.16).
 *
 * @param number 0 to 2^31-1
 * @param method in its own case
 */
public record CSeq(long number, String method) {
    /** Reads it; empty where it is none or its number does not fit 31 bits. */
    public static Optional<CSeq> read(String text) {
        int gap = 0;
        while (gap < text.length() && !isSpace(text.charAt(gap))) {
            gap++;
        }
        int method = gap;
        while (method < text.length() && isSpace(text.charAt(method))) {
            method++;
        }
        String name = text.substring(method);
        if (!Tokens.isToken(name)) {
            return Optional.empty();
        }
        return Numbers.read(text.substring(0, gap), Integer.MAX_VALUE).map(number -> new CSeq(number, name));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
