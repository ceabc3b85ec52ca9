package tandem.dialplans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.dialplans.Asking.arrival;
import static tandem.dialplans.Asking.guest;
import static tandem.dialplans.Asking.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cause;
import tandem.call.Route;

class PlanTest {
    private static final Route NOT_FOUND = new Route.Refuse(Cause.NOT_FOUND);

    @Test
    void theShippedPlanPassesItsOwnCases() {
        Plan plan = plan(PlanReader.embedded());
        assertEquals(List.of(), plan.check());
        assertEquals(7, plan.cases());
        assertEquals(new Route.Reception("en", 3), plan.route(guest("0")));
        assertEquals(new Route.Tone(1004, -10), plan.route(guest("9197")));
    }

    @Test
    void theFirstRuleThatMatchesWinsAndNoneIsNotFound() {
        Plan plan = plan("""
                rules:
                  - when: {to: '1\\d'}
                    go: {room: a}
                  - when: {to: '\\d+'}
                    go: {room: b}
                """);
        assertEquals(new Route.ToRoom("a"), plan.route(guest("12")));
        assertEquals(new Route.ToRoom("b"), plan.route(guest("123")));
        assertEquals(NOT_FOUND, plan.route(guest("x")));
    }

    @Test
    void aPatternMustMatchTheWholeOfWhatWasDialled() {
        Plan plan = plan("rules: [{when: {to: '12'}, go: {echo: true}}]");
        assertEquals(NOT_FOUND, plan.route(guest("123")));
        assertEquals(NOT_FOUND, plan.route(guest("012")));
    }

    @Test
    void groupsAreFilledInAndADoubledDollarIsOne() {
        Plan plan = plan("""
                rules:
                  - when: {to: '9(\\d+)-(\\w)?'}
                    go: {address: 'sip:$1@host;x=$2$$0;all=$0', ring: 30s}
                """);
        assertEquals(
                new Route.ToAddress("sip:44@host;x=$0;all=944-", Optional.of(Duration.ofSeconds(30))),
                plan.route(guest("944-")));
    }

    @Test
    void trunksFailOverAndDevicesHaveAnotherWay() {
        Plan plan = plan("""
                rules:
                  - when: {to: '9(\\d+)', device: any}
                    go: {trunk: office, number: '+49$1', else: [backup, last]}
                  - when: {to: '(\\d{3})'}
                    go: {device: '$1', ring: 2m, else: {refuse: busy}}
                cases:
                  - {to: '91', device: '7', expect: {trunk: office, number: '+491', else: [backup, last]}}
                  - {to: '101', expect: {device: '101', else: {refuse: busy}}}
                """);
        assertEquals(
                new Route.ToTrunk("office", "+4955", List.of("backup", "last")),
                plan.route(arrival("955", "sip:a@b", "127.0.0.1", Optional.empty(), Optional.of("7"))));
        assertEquals(
                new Route.ToDevice(
                        "955", Optional.of(Duration.ofMinutes(2)), Optional.of(new Route.Refuse(Cause.BUSY))),
                plan.route(guest("955")));
        assertEquals(List.of(), plan.check());
    }

    @Test
    void conditionsAskForTrunkDeviceGuestSourceAndCaller() {
        Plan plan = plan("""
                rules:
                  - when: {trunk: [office, home]}
                    go: {room: trunk}
                  - when: {source: 192.0.2.0/24}
                    go: {room: source}
                  - when: {from: '\\+49\\d+'}
                    go: {room: from}
                  - when: {guest: true}
                    go: {room: guest}
                  - when: {protocol: sip, device: '101'}
                    go: {room: device}
                """);
        Optional<String> none = Optional.empty();
        assertEquals(
                new Route.ToRoom("trunk"), plan.route(arrival("1", "sip:a@b", "10.0.0.1", Optional.of("home"), none)));
        assertEquals(new Route.ToRoom("source"), plan.route(arrival("1", "sip:a@b", "192.0.2.9", none, none)));
        assertEquals(new Route.ToRoom("from"), plan.route(arrival("1", "sip:+4930@b", "10.0.0.1", none, none)));
        assertEquals(new Route.ToRoom("guest"), plan.route(arrival("1", "sip:a@b", "10.0.0.1", none, none)));
        assertEquals(
                new Route.ToRoom("device"), plan.route(arrival("1", "sip:a@b", "10.0.0.1", none, Optional.of("101"))));
        assertEquals(NOT_FOUND, plan.route(arrival("1", "sip:a@b", "10.0.0.1", none, Optional.of("102"))));
    }

    @Test
    void zerosAndWordsLikeOffStayTextAsYaml12HasThem() {
        Plan plan = plan("rules: [{when: {to: 0123}, go: {room: off}}, {when: {to: no}, go: {room: 007}}]");
        assertEquals(new Route.ToRoom("off"), plan.route(guest("0123")));
        assertEquals(new Route.ToRoom("007"), plan.route(guest("no")));
    }

    @Test
    void hoursHoldOnTheirDaysAndOverMidnight() {
        Plan plan = plan("""
                rules:
                  - when: {time: 'mon-fri 08:00-18:00'}
                    go: {room: work}
                  - when: {time: 'fri,sat 22:00-02:00'}
                    go: {room: night}
                cases:
                  - {to: x, time: '2026-01-05T08:00', expect: {room: work}}
                  - {to: x, time: '2026-01-05T18:00', expect: {refuse: not-found}}
                  - {to: x, time: '2026-01-10T01:59', expect: {room: night}}
                  - {to: x, time: '2026-01-11T01:00', expect: {room: night}}
                  - {to: x, time: '2026-01-11T23:00', expect: {refuse: not-found}}
                """);
        assertEquals(List.of(), plan.check());
    }

    @Test
    void aCaseThatFailsIsToldByItsLine() {
        Plan plan = plan("""
                rules: [{when: {to: '1'}, go: {room: '1'}}]
                cases:
                  - {to: '1', expect: {room: '1'}}
                  - {to: '1', expect: {room: '2'}}
                """);
        List<Problem> failures = plan.check();
        assertEquals(1, failures.size());
        assertEquals(
                "plan.yaml:4: '1' goes to room: 1, not to room: 2",
                failures.getFirst().toString());
    }

    @Test
    void explainsWhichRuleMatchedAndWhyTheOthersDidNot() {
        Plan plan = plan("""
                rules:
                  - name: out
                    when: {to: '9\\d+', device: any}
                    go: {trunk: office}
                  - name: rooms
                    when: {to: '9\\d*'}
                    go: {room: '$0'}
                """);
        Explanation why = plan.explain(guest("955"));
        assertEquals(Optional.of("rooms"), why.rule());
        assertEquals("room: 955", why.text());
        assertEquals(List.of(new Explanation.Passed("out", 2, "device is not any")), why.passed());
    }

    @Test
    void aPatternThatExplodesIsNoMatchAndSoonSo() {
        // a back reference, without which the JDK remembers what it has tried
        Plan plan = plan("rules: [{when: {to: '(a|a)*\\1c'}, go: {echo: true}}, {when: {to: 'a.*'}, go: {room: x}}]");
        assertEquals(new Route.ToRoom("x"), plan.route(guest("a".repeat(Plan.LONGEST_DIALLED))));
    }

    @Test
    void whatIsTooLongToBeANumberMatchesNothing() {
        Plan plan = plan("rules: [{go: {echo: true}}]");
        assertEquals(NOT_FOUND, plan.route(guest("1".repeat(Plan.LONGEST_DIALLED + 1))));
        assertTrue(plan.explain(guest("1".repeat(129))).rule().isEmpty());
        assertEquals(new Route.Echo(), plan.route(guest("1".repeat(Plan.LONGEST_DIALLED))));
    }

    @Test
    void severalDevicesRingTogetherThenOthers() {
        Plan plan = plan("""
                rules:
                  - when: {to: '(\\d)00'}
                    go: {device: ['$101', '$0', '$0'], ring: 20s, else: {device: '109', ring: 5s}}
                cases:
                  - {to: '100', expect: {device: ['101', '100'], ring: 20s, else: {device: '109', ring: 5s}}}
                """);
        assertEquals(List.of(), plan.check());
    }
}
