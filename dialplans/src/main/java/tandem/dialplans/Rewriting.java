package tandem.dialplans;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes one number of another: {@code 0(\\d+) => +49$1}. The pattern must match the whole number, and is bounded as those of plans are. */
public final class Rewriting {
    private static final String ARROW = "=>";
    private static final int LONGEST = 128;

    private final SafePattern pattern;
    private final String number;

    private Rewriting(SafePattern pattern, String number) {
        this.pattern = pattern;
        this.number = number;
    }

    /** Reads one; the message of what it throws says what would be right. */
    public static Rewriting of(String written) {
        int arrow = written.indexOf(ARROW);
        String right =
                arrow < 0 ? "" : written.substring(arrow + ARROW.length()).strip();
        if (right.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + written + "' rewrites nothing: write 'pattern => number', such as '0(\\d+) => +49$1'");
        }
        SafePattern pattern = pattern(written.substring(0, arrow).strip());
        int groups = pattern.groups();
        if (Captured.highest(right) > groups) {
            throw new IllegalArgumentException("'$" + Captured.highest(right) + "' but the pattern has " + groups
                    + " group" + (groups == 1 ? "" : "s"));
        }
        return new Rewriting(pattern, right);
    }

    private static SafePattern pattern(String text) {
        try {
            return new SafePattern(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no regular expression: " + wrong.getDescription(), wrong);
        } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException("the expression is too complicated", tooDeep);
        }
    }

    private Optional<String> rewritten(String dialled) {
        return dialled.length() > LONGEST
                ? Optional.empty()
                : pattern.match(dialled).map(m -> new Captured(groups(m)).fill(number));
    }

    private static List<String> groups(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(Optional.ofNullable(matcher.group(i)).orElse(""));
        }
        return groups;
    }

    /** The number as the first that matches makes it, or as it was. */
    public static String apply(List<Rewriting> rewritings, String dialled) {
        for (Rewriting each : rewritings) {
            Optional<String> made = each.rewritten(dialled);
            if (made.isPresent()) {
                return made.get();
            }
        }
        return dialled;
    }
}
