package tandem.dialplans;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import tandem.base.Clock;

/** Reads dial plans (YAML 1.2: {@code off} and {@code 0123} stay text), telling each mistake by its line. */
public final class PlanReader {
    /** A plan of more characters is no plan. */
    private static final int LONGEST = 1_000_000;

    private static final int MOST_ALIASES = 20;
    private static final String EMBEDDED = "default.yaml";
    private static final List<String> TOP = List.of("rules", "cases");
    private static final List<String> RULE = List.of("name", "when", "go");

    private final Clock clock;
    private final ZoneId zone;

    /** Reads plans whose hours are those of that zone, by that clock. */
    public PlanReader(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** The text of the plan a gateway runs by when it is given none. */
    public static String embedded() {
        try (InputStream in = PlanReader.class.getResourceAsStream(EMBEDDED)) {
            if (in == null) {
                throw new IllegalStateException(EMBEDDED + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** Reads a plan; {@code file} is what problems call it. */
    public Reading read(String text, String file) {
        Problems problems = new Problems(file);
        Optional<Node> root = compose(text, file, problems);
        Optional<Plan> plan = root.flatMap(node -> plan(node, file, problems));
        return plan.isPresent() && problems.isEmpty()
                ? new Reading.Good(plan.get())
                : new Reading.Bad(problems.inOrder());
    }

    private static Optional<Node> compose(String text, String file, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(LONGEST)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(1, "the plan is empty; it needs 'rules'");
            }
            return root;
        } catch (MarkedYamlEngineException wrong) {
            int line = wrong.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "not YAML: " + wrong.getProblem());
        } catch (YamlEngineException wrong) {
            problems.add(1, "not YAML: " + wrong.getMessage());
        } catch (StackOverflowError tooDeep) {
            problems.add(1, "nested too deeply");
        }
        return Optional.empty();
    }

    private Optional<Plan> plan(Node root, String file, Problems problems) {
        Optional<Fields> top = Fields.of(root, "a plan", TOP, problems);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        List<Node> items = top.get().items("rules");
        if (items.isEmpty()) {
            problems.add(top.get().line("rules"), "a plan needs a list of 'rules'");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rule(items.get(i), i + 1, problems).ifPresent(rules::add);
        }
        if (problems.isEmpty()) {
            shadows(rules, problems);
        }
        List<PlanCase> cases = new ArrayList<>();
        CaseReader reader = new CaseReader(problems);
        for (Node item : top.get().items("cases")) {
            reader.read(item).ifPresent(cases::add);
        }
        return Optional.of(new Plan(file, rules, cases, problems.mentions(), clock, zone));
    }

    private static Optional<Rule> rule(Node node, int number, Problems problems) {
        Optional<Fields> fields = Fields.of(node, "a rule", RULE, problems);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Fields rule = fields.get();
        String name = rule.text("name").orElse("rule " + number);
        When when = rule.node("when")
                .flatMap(n -> Fields.of(n, "'when'", When.KEYS, problems))
                .map(f -> When.read(f, problems))
                .orElseGet(When::always);
        if (rule.node("go").isEmpty()) {
            problems.add(rule.line(), "rule '" + Fields.shortened(name) + "' has no 'go'");
        }
        return rule.node("go")
                .flatMap(n -> new GoReader(problems, when.groups()).read(n))
                .map(go -> new Rule(name, rule.line(), when, go));
    }

    /** Only where nothing else is wrong: a condition that could not be read makes its rule look like more than it is. */
    private static void shadows(List<Rule> rules, Problems problems) {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            rules.subList(0, i).stream()
                    .filter(earlier -> earlier.when().covers(rule.when()))
                    .findFirst()
                    .ifPresent(earlier -> problems.add(
                            rule.line(),
                            "rule '" + Fields.shortened(rule.name()) + "' can never match: '"
                                    + Fields.shortened(earlier.name()) + "' in line " + earlier.line()
                                    + " takes everything it would"));
        }
    }
}
