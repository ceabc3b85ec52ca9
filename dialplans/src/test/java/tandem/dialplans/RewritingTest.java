package tandem.dialplans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewritingTest {
    private static String made(String number, String... written) {
        return Rewriting.apply(Stream.of(written).map(Rewriting::of).toList(), number);
    }

    private static String wrong(String written) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Rewriting.of(written))
                .getMessage());
    }

    @Test
    void theFirstThatMatchesTheWholeNumberCounts() {
        assertEquals("+49301234", made("0301234", "00(\\d+) => +$1", "0(\\d+) => +49$1"));
        assertEquals("+33123", made("0033123", "00(\\d+) => +$1", "0(\\d+) => +49$1"));
        assertEquals("101", made("101", "0(\\d+) => +49$1"));
        assertEquals("x0301234", made("x0301234", "0(\\d+) => +49$1"));
    }

    @Test
    void whatIsTooLongStaysAsItIs() {
        String number = "1".repeat(129);
        assertEquals(number, made(number, ".* => 1"));
    }

    @Test
    void anExpressionThatExplodesMatchesNothing() {
        String number = "1".repeat(60) + "x";
        assertEquals(number, made(number, "(1+)+ => 1"));
    }

    @Test
    void saysWhatWouldBeRight() {
        assertEquals("'0' rewrites nothing: write 'pattern => number', such as '0(\\d+) => +49$1'", wrong("0"));
        assertEquals("'$2' but the pattern has 1 group", wrong("(0) => $2"));
        assertEquals("'(' is no regular expression: Unclosed group", wrong("( => 1"));
    }

    @Test
    void aPlanSaysWhichTrunksItSpeaksOf() {
        Plan plan = Asking.plan("""
                rules:
                  - when: {to: '1', trunk: offce}
                    go: {echo: true}
                  - when: {to: '9(.*)', trunk: any}
                    go: {trunk: office, number: $1, else: [backup, any]}
                  - when: {to: 'x(.*)'}
                    go: {trunk: $1}
                """);
        assertEquals(
                List.of(
                        "2 there is no trunk 'offce' in the configuration, did you mean 'office'?",
                        "5 there is no trunk 'backup' in the configuration; known are office"),
                plan.unknownTrunks(java.util.Set.of("office")).stream()
                        .map(problem -> problem.line() + " " + problem.what())
                        .toList());
    }
}
