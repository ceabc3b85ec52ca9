package tandem.call;

/**
 * Takes the PIN out of a SIP address before it is shown, logged or kept: {@code sip:1000.2580@host} dials room 1000 and brings
 * its PIN. A password in the user part (RFC 3261 section 19.1.1) goes too.
 */
public final class PinMask {
    private static final String HIDDEN = "***";

    private PinMask() {}

    /** The text with every PIN in it replaced; the same text where there is none. */
    public static String of(String text) {
        int at = text.indexOf('@');
        return at < 0 ? text : of(text, at, /* sameLength= */ false);
    }

    /** The same with a mark for each character, so that the text keeps its length. */
    public static String inPlace(String text) {
        int at = text.indexOf('@');
        return at < 0 ? text : of(text, at, /* sameLength= */ true);
    }

    private static String of(String text, int firstAt, boolean sameLength) {
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        for (int at = firstAt; at >= 0; at = text.indexOf('@', at + 1)) {
            int user = start(text, done, at);
            int secret = secret(text, user, at);
            if (secret < at) {
                out.append(text, done, secret).append(sameLength ? "*".repeat(at - secret) : HIDDEN);
            } else {
                out.append(text, done, at);
            }
            done = at;
        }
        return out.append(text, done, text.length()).toString();
    }

    /** Where the user part that ends at {@code at} begins: behind the scheme. */
    private static int start(String text, int from, int at) {
        for (int i = at - 1; i >= from; i--) {
            boolean ends = text.charAt(i) == ':'
                    && (text.regionMatches(true, i - 3, "sip", 0, 3) || text.regionMatches(true, i - 4, "sips", 0, 4));
            if (ends) {
                return i + 1;
            }
        }
        return from;
    }

    /** Where what is to be hidden begins; {@code at} where nothing is. */
    private static int secret(String text, int user, int at) {
        for (int i = user; i < at; i++) {
            char c = text.charAt(i);
            boolean escapedDot = c == '%' && text.regionMatches(true, i, "%2e", 0, 3);
            if (c == ':') {
                return i + 1;
            }
            if (c == '.' || escapedDot) {
                int behind = escapedDot ? i + 3 : i + 1;
                return i > user && digits(text, user, i) && digits(text, behind, at) ? behind : at;
            }
        }
        return at;
    }

    /** Whether these are digits, escaped ones too. */
    private static boolean digits(String text, int from, int to) {
        int i = from;
        while (i < to) {
            if (text.charAt(i) == '%' && i + 2 < to && text.charAt(i + 1) == '3') {
                i += 3;
            } else if (text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            } else {
                return text.charAt(i) == ':';
            }
        }
        return from < to;
    }
}
