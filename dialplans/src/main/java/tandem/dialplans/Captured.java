package tandem.dialplans;

import java.util.List;

/** What the groups of a pattern caught: {@code $0} is the whole, {@code $$} a dollar sign. */
record Captured(List<String> groups) {
    /** The text with what was caught in place of {@code $0} to {@code $9}. */
    String fill(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            char next = last ? 0 : text.charAt(i + 1);
            if (c == '$' && next >= '0' && next <= '9' && next - '0' < groups.size()) {
                filled.append(groups.get(next - '0'));
                i++;
            } else {
                filled.append(c);
                i += c == '$' && next == '$' ? 1 : 0;
            }
        }
        return filled.toString();
    }

    /** The highest group the text asks for; -1 where it asks for none. */
    static int highest(String text) {
        int highest = -1;
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) != '$') {
                continue;
            }
            char next = text.charAt(++i);
            if (next >= '0' && next <= '9') {
                highest = Math.max(highest, next - '0');
            }
        }
        return highest;
    }
}
