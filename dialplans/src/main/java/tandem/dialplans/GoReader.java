package tandem.dialplans;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import tandem.call.Cause;
import tandem.call.Route;

/** Reads where a rule sends calls. */
final class GoReader {
    private static final List<String> PLACES =
            List.of("room", "reception", "echo", "tone", "address", "trunk", "device", "refuse");
    private static final Map<String, Set<String>> BESIDE =
            Map.of("address", Set.of("ring"), "trunk", Set.of("number", "else"), "device", Set.of("ring", "else"));
    private static final int DEEPEST = 4;
    private static final int MOST_DEVICES = 20;
    private static final double TONE_DBM0 = -10;
    private static final int TRIES = 3;

    private final Problems problems;
    private final int groups;

    /** Reads for a rule whose pattern has that many groups. */
    GoReader(Problems problems, int groups) {
        this.problems = problems;
        this.groups = groups;
    }

    Optional<Go> read(Node node) {
        return read(node, 0);
    }

    private Optional<Go> read(Node node, int depth) {
        if (depth > DEEPEST) {
            problems.add(Problems.line(node), "'else' within 'else' within 'else' goes too deep");
            return Optional.empty();
        }
        Optional<Fields> fields = Fields.of(node, "'go'", Go.KEYS, problems);
        return fields.flatMap(f -> read(f, depth));
    }

    private Optional<Go> read(Fields fields, int depth) {
        List<String> places = PLACES.stream().filter(fields.keys()::contains).toList();
        if (places.size() != 1) {
            problems.add(
                    fields.line(),
                    places.isEmpty()
                            ? "'go' names no place; one of " + String.join(", ", PLACES)
                            : "'go' names more than one place: " + String.join(", ", places));
            return Optional.empty();
        }
        String place = places.getFirst();
        for (String key : fields.keys()) {
            if (!key.equals(place) && !BESIDE.getOrDefault(place, Set.of()).contains(key)) {
                problems.add(fields.line(key), "'" + key + "' has no meaning beside '" + place + "'");
            }
        }
        return switch (place) {
            case "room" -> filled(fields, "room").map(room -> captured -> new Route.ToRoom(captured.fill(room)));
            case "address" -> address(fields);
            case "trunk" -> trunk(fields);
            case "device" -> device(fields, depth);
            case "reception" -> reception(fields);
            case "echo" -> fields.truth("echo").map(_ -> _ -> new Route.Echo());
            case "tone" -> tone(fields);
            default -> refuse(fields);
        };
    }

    /** The text of that key, whose dollar signs ask for groups there are. */
    private Optional<String> filled(Fields fields, String key) {
        Optional<String> text = fields.text(key);
        text.ifPresent(t -> checkFilled(fields, key, t));
        return text;
    }

    private void checkFilled(Fields fields, String key, String text) {
        if (Captured.highest(text) > groups) {
            problems.add(
                    fields.line(key),
                    "'$" + Captured.highest(text) + "' but the pattern of 'to' has " + groups + " group"
                            + (groups == 1 ? "" : "s"));
        }
        if (text.isBlank()) {
            problems.add(fields.line(key), "'" + key + "' is empty");
        }
    }

    private Optional<Go> address(Fields fields) {
        Optional<Duration> ring = ring(fields);
        return filled(fields, "address").map(address -> captured -> new Route.ToAddress(captured.fill(address), ring));
    }

    private Optional<Go> trunk(Fields fields) {
        List<String> others = fields.texts("else");
        others.forEach(other -> problems.mention(other, fields.line("else")));
        fields.text("trunk").ifPresent(trunk -> problems.mention(trunk, fields.line("trunk")));
        String number = filled(fields, "number").orElse("$0");
        return filled(fields, "trunk")
                .map(trunk -> captured -> new Route.ToTrunk(captured.fill(trunk), captured.fill(number), others));
    }

    /** One device, or a list of them that ring together. */
    private Optional<Go> device(Fields fields, int depth) {
        Optional<Duration> ring = ring(fields);
        Optional<Go> otherwise = fields.node("else").flatMap(node -> read(node, depth + 1));
        List<String> devices = fields.texts("device");
        devices.forEach(device -> checkFilled(fields, "device", device));
        if (devices.size() > MOST_DEVICES) {
            problems.add(
                    fields.line("device"),
                    "'device' names " + devices.size() + "; at most " + MOST_DEVICES + " ring together");
        }
        if (devices.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(captured -> new Route.ToDevice(
                devices.stream().map(captured::fill).distinct().toList(),
                ring,
                otherwise.map(go -> go.route(captured))));
    }

    private Optional<Go> reception(Fields fields) {
        Optional<Node> node = fields.node("reception");
        if (node.filter(MappingNode.class::isInstance).isEmpty()) {
            return fields.text("reception")
                    .map(text -> text.equals("true") ? "en" : text)
                    .map(language -> _ -> new Route.Reception(language, TRIES));
        }
        return Fields.of(node.get(), "'reception'", List.of("language", "tries"), problems)
                .map(inner -> {
                    String language = inner.text("language").orElse("en");
                    int tries = (int)
                            number(inner, "tries", 1, 20).orElse((double) TRIES).doubleValue();
                    return _ -> new Route.Reception(language, tries);
                });
    }

    private Optional<Go> tone(Fields fields) {
        Optional<Node> node = fields.node("tone");
        if (node.filter(MappingNode.class::isInstance).isEmpty()) {
            return number(fields, "tone", 20, 20_000).map(hz -> _ -> new Route.Tone(hz, TONE_DBM0));
        }
        return Fields.of(node.get(), "'tone'", List.of("hz", "level"), problems).map(inner -> {
            double hz = number(inner, "hz", 20, 20_000).orElse(1004.0);
            double level = number(inner, "level", -60, 3).orElse(TONE_DBM0);
            return _ -> new Route.Tone(hz, level);
        });
    }

    private Optional<Double> number(Fields fields, String key, double least, double most) {
        return fields.text(key).flatMap(text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) {
                    return Optional.of(value);
                }
            } catch (NumberFormatException notANumber) {
                // told below, as one out of range is
            }
            problems.add(
                    fields.line(key),
                    "'" + key + "' must be a number from " + (long) least + " to " + (long) most + ", not '"
                            + Fields.shortened(text) + "'");
            return Optional.empty();
        });
    }

    private Optional<Go> refuse(Fields fields) {
        return fields.text("refuse").flatMap(text -> {
            Optional<Cause> cause = Stream.of(Cause.values())
                    .filter(c -> Go.word(c).equals(text))
                    .findFirst();
            if (cause.isEmpty()) {
                List<String> known = Stream.of(Cause.values()).map(Go::word).toList();
                problems.add(
                        fields.line("refuse"),
                        "unknown cause '" + Fields.shortened(text) + "'" + Nearest.hint(text, known));
            }
            return cause.map(c -> _ -> new Route.Refuse(c));
        });
    }

    private Optional<Duration> ring(Fields fields) {
        return fields.text("ring").flatMap(text -> {
            Optional<Duration> ring = duration(text);
            if (ring.isEmpty()) {
                problems.add(fields.line("ring"), "'" + Fields.shortened(text) + "' is no duration such as 30s or 2m");
            }
            return ring;
        });
    }

    /** Such as {@code 30s}, {@code 2m}, or a number of seconds; more than nothing and at most an hour. */
    private static Optional<Duration> duration(String text) {
        boolean minutes = text.endsWith("m");
        String number = minutes || text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
        if (number.isEmpty() || number.length() > 4 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(number) * (minutes ? 60 : 1);
        return seconds < 1 || seconds > 3600 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }
}
