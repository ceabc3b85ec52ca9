package tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Small readings of text that never throw; {@link #plain} has made every white space a blank. */
final class Words {
    private static final int MAX_DIGITS = 9;
    private static final int MAX_UNSIGNED_DIGITS = 10;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
    private static final char DELETE = 0x7F;
    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private Words() {}

    /** The text with a blank for each control character and each other white space. */
    static String plain(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) < DELETE) {
            at++;
        }
        return at == text.length() ? text : blanked(text);
    }

    private static String blanked(String text) {
        StringBuilder plain = new StringBuilder(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.isISOControl(c)
                    || Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || c == BYTE_ORDER_MARK) {
                plain.setCharAt(i, ' ');
            }
        }
        return plain.toString();
    }

    /** Whether it is one decimal digit or more. */
    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The words between blanks; none of an empty text. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ' ') {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /** A decimal number of at most nine digits between the two bounds, both allowed. */
    static OptionalInt number(String text, int least, int most) {
        if (!isDigits(text) || text.length() > MAX_DIGITS) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(text);
        return value < least || value > most ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** A decimal number of 32 bits, unsigned. */
    static OptionalLong unsigned(String text) {
        if (!isDigits(text) || text.length() > MAX_UNSIGNED_DIGITS) {
            return OptionalLong.empty();
        }
        long value = Long.parseLong(text);
        return value > MAX_UNSIGNED ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** What stands before the first blank. */
    static String first(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /** What stands behind the first blank, trimmed; empty where there is none. */
    static String rest(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? "" : text.substring(blank + 1).strip();
    }
}
