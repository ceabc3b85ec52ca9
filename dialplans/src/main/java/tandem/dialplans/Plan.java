package tandem.dialplans;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.base.Clock;
import tandem.call.Arrival;
import tandem.call.Cause;
import tandem.call.DialPlan;
import tandem.call.Route;
import tandem.dialplans.Explanation.Passed;

/** A dial plan as it was read: rules in order, the first that matches wins. */
public final class Plan implements DialPlan {
    /** What is longer than this is no number, and matches nothing. */
    public static final int LONGEST_DIALLED = 128;

    private final String file;
    private final List<Rule> rules;
    private final List<PlanCase> cases;
    private final List<Mention> mentions;
    private final Clock clock;
    private final ZoneId zone;

    Plan(String file, List<Rule> rules, List<PlanCase> cases, List<Mention> mentions, Clock clock, ZoneId zone) {
        this.file = file;
        this.rules = List.copyOf(rules);
        this.cases = List.copyOf(cases);
        this.mentions = List.copyOf(mentions);
        this.clock = clock;
        this.zone = zone;
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(clock.epochMs()), zone);
    }

    @Override
    public Route route(Arrival arrival) {
        return route(new When.Asked(arrival, now()));
    }

    private Route route(When.Asked asked) {
        if (asked.arrival().to().length() <= LONGEST_DIALLED) {
            for (Rule rule : rules) {
                if (rule.when().holds(asked)) {
                    return taken(rule, asked.arrival());
                }
            }
        }
        return new Route.Refuse(Cause.NOT_FOUND);
    }

    private static Route taken(Rule rule, Arrival arrival) {
        Optional<Captured> captured = rule.when().match(arrival);
        return captured.map(rule.go()::route).orElseGet(() -> new Route.Refuse(Cause.NOT_FOUND));
    }

    /** Where the call goes and why: the rule that matches, and what kept each before it from matching. */
    public Explanation explain(Arrival arrival) {
        return explain(arrival, now());
    }

    @Override
    public List<String> why(Arrival arrival, Instant at) {
        Explanation found = explain(arrival, LocalDateTime.ofInstant(at, zone));
        List<String> words = new ArrayList<>();
        words.add(found.text()
                + found.rule().map(rule -> ", by rule '" + rule + "'").orElse(", since no rule matches"));
        found.passed()
                .forEach(rule -> words.add(
                        "rule '" + rule.rule() + "' (line " + rule.line() + ") does not match: " + rule.why()));
        return words;
    }

    private Explanation explain(Arrival arrival, LocalDateTime at) {
        When.Asked asked = new When.Asked(arrival, at);
        List<Passed> passed = new ArrayList<>();
        if (arrival.to().length() > LONGEST_DIALLED) {
            passed.add(new Passed("", 0, "more than " + LONGEST_DIALLED + " characters were dialled"));
            return new Explanation(new Route.Refuse(Cause.NOT_FOUND), Optional.empty(), passed);
        }
        for (Rule rule : rules) {
            Optional<String> failure = rule.when().failure(asked);
            if (failure.isEmpty()) {
                return new Explanation(taken(rule, arrival), Optional.of(rule.name()), passed);
            }
            passed.add(new Passed(rule.name(), rule.line(), failure.get()));
        }
        return new Explanation(new Route.Refuse(Cause.NOT_FOUND), Optional.empty(), passed);
    }

    /** Runs the plan's cases; what does not come out as expected, in words. Empty means that all do. */
    public List<Problem> check() {
        List<Problem> failures = new ArrayList<>();
        for (PlanCase planCase : cases) {
            Route route = route(new When.Asked(planCase.arrival(), planCase.at().orElseGet(this::now)));
            Map<String, String> words = Go.words(route);
            if (!words.entrySet().containsAll(planCase.expected().entrySet())) {
                failures.add(new Problem(
                        file,
                        planCase.line(),
                        "'" + planCase.arrival().to() + "' goes to " + Go.text(route) + ", not to "
                                + words(planCase.expected())));
            }
        }
        return failures;
    }

    private static String words(Map<String, String> expected) {
        return expected.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The rules' trunks that are not among these, each with its line. */
    public List<Problem> unknownTrunks(Set<String> known) {
        return mentions.stream()
                .filter(mention -> !known.contains(mention.trunk()))
                .map(mention -> new Problem(
                        file,
                        mention.line(),
                        "there is no trunk '" + Fields.shortened(mention.trunk()) + "' in the configuration"
                                + (known.isEmpty() ? "" : Nearest.hint(mention.trunk(), known))))
                .toList();
    }

    /** How many cases it has. */
    public int cases() {
        return cases.size();
    }

    /** How many rules it has. */
    public int rules() {
        return rules.size();
    }
}
