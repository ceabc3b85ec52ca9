package tandem.dialplans;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tandem.call.Arrival;
import tandem.call.Cidr;
import tandem.call.Protocol;

/** The conditions of a rule; all must hold. */
final class When {
    static final List<String> KEYS = List.of("to", "from", "trunk", "device", "guest", "source", "protocol", "time");
    private static final int LONGEST_FROM = 512;
    private static final String ANY = "any";

    private final Map<String, Condition> conditions = new LinkedHashMap<>();
    private final Optional<SafePattern> to;

    /**
     * One condition.
     *
     * @param text as it is written, to tell people and to compare rules
     * @param holds whether it holds
     */
    private record Condition(String text, Predicate<Asked> holds) {}

    /** An arrival, and when. */
    record Asked(Arrival arrival, LocalDateTime at) {}

    private When(Optional<SafePattern> to) {
        this.to = to;
    }

    /** No condition: holds always. */
    static When always() {
        return new When(Optional.empty());
    }

    static When read(Fields fields, Problems problems) {
        Optional<SafePattern> to = fields.text("to").flatMap(text -> pattern(text, fields.line("to"), problems));
        When when = new When(to);
        to.ifPresent(pattern -> when.add(
                "to", pattern.toString(), asked -> when.match(asked.arrival()).isPresent()));
        fields.text("from")
                .flatMap(text -> pattern(text, fields.line("from"), problems))
                .ifPresent(p -> when.add(
                        "from", p.toString(), asked -> from(p, asked.arrival().from())));
        when.named(fields, "trunk");
        fields.texts("trunk").forEach(trunk -> problems.mention(trunk, fields.line("trunk")));
        when.named(fields, "device");
        fields.truth("guest")
                .ifPresent(guest -> when.add(
                        "guest", guest.toString(), asked -> asked.arrival().guest() == guest));
        when.source(fields, problems);
        when.protocol(fields, problems);
        when.time(fields, problems);
        when.contradictions(fields, problems);
        return when;
    }

    private void add(String key, String text, Predicate<Asked> holds) {
        conditions.put(key, new Condition(text, holds));
    }

    private static Optional<SafePattern> pattern(String text, int line, Problems problems) {
        try {
            return Optional.of(new SafePattern(Pattern.compile(text)));
        } catch (PatternSyntaxException wrong) {
            problems.add(
                    line,
                    "'" + Fields.shortened(text) + "' is no regular expression: "
                            + wrong.getDescription().toLowerCase(Locale.ROOT));
        } catch (StackOverflowError | IllegalArgumentException tooDeep) {
            problems.add(line, "the expression is too complicated");
        }
        return Optional.empty();
    }

    /** The whole address, or without its scheme, or its user part alone. */
    private static boolean from(SafePattern pattern, String from) {
        if (from.length() > LONGEST_FROM) {
            return false;
        }
        String bare = from.substring(from.indexOf(':') + 1);
        int at = bare.indexOf('@');
        String user = at < 0 ? bare : bare.substring(0, at);
        return List.of(from, bare, user).stream()
                .distinct()
                .anyMatch(text -> pattern.match(text).isPresent());
    }

    private void named(Fields fields, String key) {
        List<String> names = fields.texts(key);
        if (names.isEmpty()) {
            return;
        }
        add(key, String.join(", ", names), asked -> {
            Optional<String> name = key.equals("trunk")
                    ? asked.arrival().trunk()
                    : asked.arrival().device();
            return name.isPresent() && (names.contains(ANY) || names.contains(name.get()));
        });
    }

    private void source(Fields fields, Problems problems) {
        List<Cidr> networks = new ArrayList<>();
        for (String text : fields.texts("source")) {
            Optional<Cidr> network = Cidr.parse(text);
            network.ifPresentOrElse(
                    networks::add,
                    () -> problems.add(
                            fields.line("source"),
                            "'" + Fields.shortened(text) + "' is no network such as 192.0.2.0/24 or 2001:db8::/32"));
        }
        if (!networks.isEmpty()) {
            add(
                    "source",
                    String.join(", ", fields.texts("source")),
                    asked -> networks.stream()
                            .anyMatch(n -> n.contains(asked.arrival().source())));
        }
    }

    private void protocol(Fields fields, Problems problems) {
        List<Protocol> protocols = new ArrayList<>();
        for (String text : fields.texts("protocol")) {
            protocol(text)
                    .ifPresentOrElse(
                            protocols::add,
                            () -> problems.add(
                                    fields.line("protocol"),
                                    "unknown protocol '" + Fields.shortened(text) + "'"
                                            + Nearest.hint(text, List.of("sip", "h323", "webrtc"))));
        }
        if (!protocols.isEmpty()) {
            add(
                    "protocol",
                    String.join(", ", fields.texts("protocol")),
                    asked -> protocols.contains(asked.arrival().protocol()));
        }
    }

    static Optional<Protocol> protocol(String text) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    private void time(Fields fields, Problems problems) {
        fields.text("time")
                .ifPresent(text -> Hours.parse(text)
                        .ifPresentOrElse(
                                hours -> add("time", text, asked -> hours.contain(asked.at())),
                                () -> problems.add(
                                        fields.line("time"),
                                        "'" + Fields.shortened(text) + "' is no time such as 'mon-fri 08:00-18:00'")));
    }

    private void contradictions(Fields fields, Problems problems) {
        boolean guest = Optional.ofNullable(conditions.get("guest"))
                .map(c -> c.text().equals("true"))
                .orElse(false);
        if (guest && (conditions.containsKey("trunk") || conditions.containsKey("device"))) {
            problems.add(fields.line("guest"), "can never match: a guest comes neither by a trunk nor from a device");
        }
        if (conditions.containsKey("trunk") && conditions.containsKey("device")) {
            problems.add(fields.line("device"), "can never match: a call comes by a trunk or from a device, not both");
        }
    }

    /** How many groups the pattern of {@code to} has. */
    int groups() {
        return to.map(SafePattern::groups).orElse(0);
    }

    /** What {@code $0} to {@code $9} stand for; empty where {@code to} does not match. */
    Optional<Captured> match(Arrival arrival) {
        if (to.isEmpty()) {
            return Optional.of(new Captured(List.of(arrival.to())));
        }
        return to.get().match(arrival.to()).map(When::captured);
    }

    private static Captured captured(Matcher matcher) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i <= matcher.groupCount(); i++) {
            groups.add(Optional.ofNullable(matcher.group(i)).orElse(""));
        }
        return new Captured(groups);
    }

    /** Whether all conditions hold. */
    boolean holds(Asked asked) {
        for (Condition condition : conditions.values()) {
            if (!condition.holds().test(asked)) {
                return false;
            }
        }
        return true;
    }

    /** The condition that does not hold, in words; empty where all do. */
    Optional<String> failure(Asked asked) {
        for (Map.Entry<String, Condition> entry : conditions.entrySet()) {
            if (!entry.getValue().holds().test(asked)) {
                return Optional.of(
                        entry.getKey() + " is not " + entry.getValue().text());
            }
        }
        return Optional.empty();
    }

    /** Whether this holds wherever {@code other} does, as far as can be told from how they are written. */
    boolean covers(When other) {
        return conditions.entrySet().stream().allMatch(mine -> {
            Optional<Condition> theirs = Optional.ofNullable(other.conditions.get(mine.getKey()));
            boolean all = mine.getKey().equals("to") && mine.getValue().text().equals(".*");
            return all
                    || theirs.filter(c -> c.text().equals(mine.getValue().text()))
                            .isPresent();
        });
    }
}
