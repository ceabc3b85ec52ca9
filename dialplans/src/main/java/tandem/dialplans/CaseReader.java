package tandem.dialplans;

import java.net.InetAddress;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.media.MediaDescription;

/** Reads the cases of a plan: an arrival, and the words its route must have. */
final class CaseReader {
    private static final List<String> KEYS =
            List.of("to", "from", "trunk", "device", "guest", "source", "protocol", "time", "expect");

    private final Problems problems;

    CaseReader(Problems problems) {
        this.problems = problems;
    }

    Optional<PlanCase> read(Node node) {
        return Fields.of(node, "a case", KEYS, problems).flatMap(this::read);
    }

    private Optional<PlanCase> read(Fields fields) {
        Optional<String> to = fields.text("to");
        if (to.isEmpty() || fields.node("expect").isEmpty()) {
            problems.add(fields.line(), "a case needs 'to' and 'expect'");
            return Optional.empty();
        }
        Optional<Map<String, String>> expected = expected(fields.node("expect").get());
        Optional<Arrival> arrival = arrival(fields, to.get());
        if (arrival.isPresent()
                && fields.truth("guest").filter(g -> g != arrival.get().guest()).isPresent()) {
            problems.add(fields.line("guest"), "'guest' says otherwise than 'trunk' and 'device'");
        }
        if (expected.isEmpty() || arrival.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PlanCase(fields.line(), arrival.get(), time(fields), expected.get()));
    }

    private Optional<LocalDateTime> time(Fields fields) {
        return fields.text("time").flatMap(text -> {
            try {
                return Optional.of(LocalDateTime.parse(text));
            } catch (DateTimeParseException wrong) {
                problems.add(fields.line("time"), "'time' of a case must be such as 2026-01-05T10:30");
                return Optional.empty();
            }
        });
    }

    private Optional<Arrival> arrival(Fields fields, String to) {
        Optional<InetAddress> source = source(fields);
        Optional<Protocol> protocol = protocol(fields);
        if (source.isEmpty() || protocol.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arrival(
                "case",
                protocol.get(),
                fields.text("from").orElse("sip:case@example.org"),
                "",
                to,
                "",
                source.get(),
                fields.text("trunk"),
                fields.text("device"),
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty()));
    }

    private Optional<InetAddress> source(Fields fields) {
        String text = fields.text("source").orElse("127.0.0.1");
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            problems.add(fields.line("source"), "'source' of a case must be an address such as 192.0.2.7");
            return Optional.empty();
        }
    }

    private Optional<Protocol> protocol(Fields fields) {
        String text = fields.text("protocol").orElse("sip");
        Optional<Protocol> protocol = When.protocol(text);
        if (protocol.isEmpty()) {
            problems.add(
                    fields.line("protocol"),
                    "unknown protocol '" + Fields.shortened(text) + "'"
                            + Nearest.hint(text, List.of("sip", "h323", "webrtc")));
        }
        return protocol;
    }

    /** The words of a route, written as a rule's {@code go} is; {@code reception: {language: en}} as {@code reception: en}. */
    private Optional<Map<String, String>> expected(Node node) {
        List<String> keys = new java.util.ArrayList<>(Go.KEYS);
        keys.add("tries");
        return Fields.of(node, "'expect'", keys, problems).map(fields -> {
            Map<String, String> words = new LinkedHashMap<>();
            for (String key : fields.keys()) {
                words(fields, key, words);
            }
            return words;
        });
    }

    private void words(Fields fields, String key, Map<String, String> words) {
        Optional<Node> node = fields.node(key);
        if (node.filter(SequenceNode.class::isInstance).isPresent()) {
            words.put(key, String.join(", ", fields.texts(key)));
        } else if (node.filter(MappingNode.class::isInstance).isPresent()) {
            nested(node.get(), key, words);
        } else {
            fields.text(key).ifPresent(text -> words.put(key, text));
        }
    }

    private void nested(Node node, String key, Map<String, String> words) {
        if (key.equals("reception")) {
            Fields.of(node, "'reception'", List.of("language", "tries"), problems)
                    .ifPresent(inner -> {
                        inner.text("language").ifPresent(language -> words.put("reception", language));
                        inner.text("tries").ifPresent(tries -> words.put("tries", tries));
                    });
        } else {
            new GoReader(problems, 9)
                    .read(node)
                    .ifPresent(go -> words.put(key, Go.text(go.route(new Captured(List.of(""))))));
        }
    }
}
