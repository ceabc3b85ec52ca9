package tandem.dialplans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.dialplans.Asking.problems;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
    @Test
    void anUnknownKeyIsToldByLineWithTheWordThatWasMeant() {
        assertEquals(
                List.of(
                        "plan.yaml:3: unknown key 'rooom', did you mean 'room'?",
                        "plan.yaml:3: 'go' names no place;"
                                + " one of room, reception, echo, tone, address, trunk, device, refuse"),
                problems("""
                rules:
                  - when: {to: '1'}
                    go: {rooom: x}
                """));
        assertEquals(List.of("plan.yaml:2: unknown key 'form', did you mean 'from'?"), problems("""
                rules:
                  - when: {form: '1'}
                    go: {room: x}
                """));
    }

    @Test
    void aRuleThatCanNeverMatchIsNamed() {
        assertEquals(
                List.of("plan.yaml:6: rule 'late' can never match: 'all' in line 2 takes everything it would"),
                problems("""
                        rules:
                          - name: all
                            when: {to: '.*', guest: true}
                            go: {room: x}

                          - name: late
                            when: {to: '1', guest: true, protocol: sip}
                            go: {room: y}
                        """));
        assertEquals(
                List.of("plan.yaml:2: can never match: a guest comes neither by a trunk nor from a device"),
                problems("""
                        rules:
                          - when: {guest: true, trunk: office}
                            go: {room: x}
                        """));
    }

    @Test
    void rulesThatAreNotAlikeDoNotShadow() {
        assertEquals(List.of(), problems("""
                rules:
                  - when: {to: '1', guest: true}
                    go: {room: x}
                  - when: {to: '1'}
                    go: {room: y}
                """));
    }

    @Test
    void anExpressionThatIsNoneIsTold() {
        assertTrue(problems("rules: [{when: {to: '(1'}, go: {echo: true}}]")
                .getFirst()
                .startsWith("plan.yaml:1: '(1' is no regular expression"));
    }

    @Test
    void aGroupThatThePatternHasNotIsTold() {
        assertEquals(
                List.of("plan.yaml:1: '$2' but the pattern of 'to' has 1 group"),
                problems("rules: [{when: {to: '9(\\d)'}, go: {room: '$2'}}]"));
    }

    @Test
    void aBrokenFileIsToldByLine() {
        assertTrue(problems("rules:\n  - {when").getFirst().startsWith("plan.yaml:2: not YAML"));
        assertEquals(List.of("plan.yaml:1: the plan is empty; it needs 'rules'"), problems("# nothing\n"));
        assertEquals(1, problems("[".repeat(100_000)).size());
        assertEquals(List.of("plan.yaml:1: a plan needs a list of 'rules'"), problems("cases: []"));
    }

    @Test
    void valuesOutOfTheirRangeAreTold() {
        List<String> problems = problems("""
                rules:
                  - when: {source: 300.1.1.1/8}
                    go: {tone: loud}
                  - when: {protocol: sipp, time: noon}
                    go: {device: '1', ring: soon}
                  - when: {guest: maybe, to: '7'}
                    go: {refuse: bussy}
                  - when: {to: '8'}
                    go: {room: x, ring: 3s}
                  - when: {to: '9'}
                    go: {room: x, echo: true}
                """);
        assertEquals(
                List.of(
                        "plan.yaml:2: '300.1.1.1/8' is no network such as 192.0.2.0/24 or 2001:db8::/32",
                        "plan.yaml:3: 'tone' must be a number from 20 to 20000, not 'loud'",
                        "plan.yaml:4: unknown protocol 'sipp', did you mean 'sip'?",
                        "plan.yaml:4: 'noon' is no time such as 'mon-fri 08:00-18:00'",
                        "plan.yaml:5: 'soon' is no duration such as 30s or 2m",
                        "plan.yaml:6: 'guest' must be true or false, not 'maybe'",
                        "plan.yaml:7: unknown cause 'bussy', did you mean 'busy'?",
                        "plan.yaml:9: 'ring' has no meaning beside 'room'",
                        "plan.yaml:11: 'go' names more than one place: room, echo"),
                problems);
    }
}
