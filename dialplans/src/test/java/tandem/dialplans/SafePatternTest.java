package tandem.dialplans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePatternTest {
    private static final List<String> TEXTS = List.of(
            "", "0", "00", "0049", "1", "12", "123", "1234", "2", "23", "a", "ab", "abb", "+49", "+4930", "A", "ann");

    /** Whatever is looked at first, what matches is what the expression says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "12",
                "1?2",
                "12?3",
                "12*",
                "12+",
                "12{0,1}3?",
                "1|2",
                "12|23",
                "(1|2)3?",
                "00(\\d+)",
                "\\d+",
                ".*",
                "[12]3?",
                "a(b|)",
                "ab?b?",
                "(?i)ab",
                "a(?i)B",
                "\\+49\\d*",
                "^12$",
                "1(?=2)2",
                "(?x) 1 2",
                "ann",
                ""
            })
    void matchesWhatTheExpressionMatches(String expression) {
        Pattern pattern = Pattern.compile(expression);
        SafePattern safe = new SafePattern(pattern);
        for (String text : TEXTS) {
            assertEquals(pattern.matcher(text).matches(), safe.match(text).isPresent(), expression + " of " + text);
        }
    }
}
