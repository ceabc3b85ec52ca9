package tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Small readings of text that never throw. */
final class Words {
    private static final int MAX_DIGITS = 9;

    private Words() {}

    /** Whether it is one decimal digit or more. */
    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The words between blanks; none of an empty text. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == '\t') {
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

    /** What stands before the first blank. */
    static String first(String text) {
        int blank = blank(text);
        return blank < 0 ? text : text.substring(0, blank);
    }

    /** What stands behind the first blank, trimmed; empty where there is none. */
    static String rest(String text) {
        int blank = blank(text);
        return blank < 0 ? "" : text.substring(blank + 1).strip();
    }

    private static int blank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == ' ' || text.charAt(i) == '\t') {
                return i;
            }
        }
        return -1;
    }
}
