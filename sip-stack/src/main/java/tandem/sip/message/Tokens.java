package tandem.sip.message;

import java.util.ArrayList;
import java.util.List;

/** The lexical ground of SIP: tokens and separated lists (RFC 3261 25.1). */
final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c : "-.!%*_+`'~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The parts between separators that stand outside quotes and angle brackets, stripped; empty parts are kept. */
    static List<String> split(String text, char separator) {
        if (text.indexOf(separator) < 0) {
            return List.of(text.strip());
        }
        List<String> parts = new ArrayList<>();
        int begin = 0;
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == separator && !bracketed) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            } else {
                quoted = c == '"' && !bracketed;
                bracketed = bracketed ? c != '>' : c == '<';
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }
}
