package tandem.call;

import java.util.function.Consumer;

/**
 * What one party writes, bounded in length and number: five lines at once and five a second after that. One for each party, so that
 * nobody writes faster by changing rooms.
 */
public final class Writing {
    /** Characters (code points) of a line at most. */
    public static final int MOST_CHARACTERS = 4_000;

    private static final int AT_ONCE = 5;
    private static final long LINE_NS = 1_000_000_000L / AT_ONCE;

    private long paidUntilNs;
    private boolean used;

    /** Hands on what of the text can be shown, unless it is refused. */
    ChatOutcome take(String raw, long nowNs, Consumer<String> then) {
        String text = shown(raw);
        if (text.isBlank()) {
            return ChatOutcome.EMPTY;
        }
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            return ChatOutcome.TOO_LONG;
        }
        if (!inTime(nowNs)) {
            return ChatOutcome.TOO_FAST;
        }
        then.accept(text);
        return ChatOutcome.TAKEN;
    }

    /** The bucket as one instant: each line pays for a fifth of a second, and a second may be owed. */
    private boolean inTime(long nowNs) {
        long from = used && paidUntilNs - nowNs > 0 ? paidUntilNs : nowNs;
        if (from + LINE_NS - nowNs > AT_ONCE * LINE_NS) {
            return false;
        }
        used = true;
        paidUntilNs = from + LINE_NS;
        return true;
    }

    /** The text without what could move a terminal's cursor or end a header: control characters but newline and tab. */
    private static String shown(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        raw.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || isHalf(c)))
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    /** Half of a surrogate pair, which UTF-8 cannot write. */
    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
