package tandem.dialplans;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of the file, with the lines of what is in it; every scalar is the text that was written. */
final class Fields {
    private final Problems problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Fields(Problems problems, int line) {
        this.problems = problems;
        this.line = line;
    }

    /** The node's fields; empty, with the problem noted, where it is no mapping. Unknown and repeated keys are noted. */
    static Optional<Fields> of(Node node, String what, Collection<String> known, Problems problems) {
        int line = Problems.line(node);
        if (!(node instanceof MappingNode mapping)) {
            problems.add(
                    line,
                    what + " must be a mapping such as {" + known.iterator().next() + ": ...}");
            return Optional.empty();
        }
        Fields fields = new Fields(problems, line);
        for (NodeTuple tuple : mapping.getValue()) {
            fields.add(tuple, known);
        }
        return Optional.of(fields);
    }

    private void add(NodeTuple tuple, Collection<String> known) {
        Node keyNode = tuple.getKeyNode();
        int at = Problems.line(keyNode);
        if (!(keyNode instanceof ScalarNode scalar)) {
            problems.add(at, "a key must be a word");
        } else if (!known.contains(scalar.getValue())) {
            problems.add(
                    at, "unknown key '" + shortened(scalar.getValue()) + "'" + Nearest.hint(scalar.getValue(), known));
        } else if (values.putIfAbsent(scalar.getValue(), tuple.getValueNode()) != null) {
            problems.add(at, "'" + scalar.getValue() + "' is there twice");
        }
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    int line() {
        return line;
    }

    /** The line of that key's value, or of the mapping. */
    int line(String key) {
        return node(key).map(Problems::line).orElse(line);
    }

    Collection<String> keys() {
        return values.keySet();
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The text of that key. */
    Optional<String> text(String key) {
        return node(key).flatMap(node -> text(node, key, problems));
    }

    static Optional<String> text(Node node, String what, Problems problems) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return Optional.of(scalar.getValue());
        }
        problems.add(Problems.line(node), "'" + what + "' must be a word or number");
        return Optional.empty();
    }

    /** The texts of that key: one, or a list of them. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        node(key).ifPresent(node -> {
            if (node instanceof SequenceNode list) {
                list.getValue().forEach(item -> text(item, key, problems).ifPresent(texts::add));
                if (list.getValue().isEmpty()) {
                    problems.add(Problems.line(node), "'" + key + "' is an empty list");
                }
            } else {
                text(node, key, problems).ifPresent(texts::add);
            }
        });
        return texts;
    }

    /** Whether that key is true. */
    Optional<Boolean> truth(String key) {
        return text(key).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                problems.add(line(key), "'" + key + "' must be true or false, not '" + shortened(text) + "'");
                yield Optional.empty();
            }
        });
    }

    /** The items of that key's list. */
    List<Node> items(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof SequenceNode list) {
            return list.getValue();
        }
        problems.add(line(key), "'" + key + "' must be a list");
        return List.of();
    }
}
