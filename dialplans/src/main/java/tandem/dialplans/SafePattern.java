package tandem.dialplans;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular expression that must match the whole of a text, and gives up on one it cannot decide in reasonable time: a caller
 * must not hold the signalling loop by what he dials.
 */
final class SafePattern {
    private static final Logger log = LoggerFactory.getLogger(SafePattern.class);
    private static final int MOST_STEPS = 50_000;

    private final Pattern pattern;
    private final String beginning;

    SafePattern(Pattern pattern) {
        this.pattern = pattern;
        this.beginning = beginning(pattern.pattern());
    }

    /** What every text begins with that it matches: letters and digits before anything else, where there is no choice; most rules differ by that. */
    private static String beginning(String expression) {
        int end = 0;
        while (end < expression.length() && Character.isLetterOrDigit(expression.charAt(end))) {
            end++;
        }
        boolean counted = end < expression.length() && "?*+{".indexOf(expression.charAt(end)) >= 0;
        return expression.indexOf('|') >= 0 ? "" : expression.substring(0, counted && end > 0 ? end - 1 : end);
    }

    /** The match of the whole text; empty where it does not match, or that cannot be told in time. */
    Optional<Matcher> match(String text) {
        if (!text.startsWith(beginning)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(new Metered(text));
        try {
            return matcher.matches() ? Optional.of(matcher) : Optional.empty();
        } catch (OutOfSteps | StackOverflowError tooHard) {
            log.warn("pattern {} takes too long for a text of {} characters: no match", pattern, text.length());
            return Optional.empty();
        }
    }

    int groups() {
        return pattern.matcher("").groupCount();
    }

    /** The expression as written. */
    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutOfSteps() {
            super("", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Metered implements CharSequence {
        private final String text;
        private int steps;

        Metered(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new OutOfSteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
