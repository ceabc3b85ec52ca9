package tandem.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML document as written: all scalars are text, and everything knows its line, counted from 1. */
sealed interface YamlTree {
    /** How deep lists and mappings may lie in one another. */
    int DEPTH = 16;

    /** The line it begins on. */
    int line();

    /** A word, number or quoted text. */
    record Scalar(String text, int line) implements YamlTree {}

    /** A list. */
    record Sequence(List<YamlTree> items, int line) implements YamlTree {}

    /** A mapping; keys keep their own lines. */
    record Mapping(Map<String, Entry> entries, int line) implements YamlTree {
        static final Mapping EMPTY = new Mapping(Map.of(), 1);
    }

    /** One key with its value. */
    record Entry(int keyLine, YamlTree value) {}

    /** Reads a document that is a mapping, or is empty. */
    static Mapping read(String text, String file) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setCodePointLimit(1 << 20)
                .setMaxAliasesForCollections(20)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()
                    || (root.get() instanceof ScalarNode s && s.getValue().isEmpty())) {
                return Mapping.EMPTY;
            }
            if (convert(root.get(), file, 0) instanceof Mapping mapping) {
                return mapping;
            }
            throw fault(file, 1, "the file is to be a mapping of keys, such as 'sip:' with 'udp:' under it");
        } catch (MarkedYamlEngineException broken) {
            Optional<Mark> mark = broken.getProblemMark().or(broken::getContextMark);
            throw fault(file, mark.map(m -> m.getLine() + 1).orElse(1), "is no YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw fault(file, 1, "is no YAML: " + broken.getMessage());
        }
    }

    private static YamlTree convert(Node node, String file, int depth) throws ConfigException {
        int line = line(node);
        if (depth > DEPTH) {
            throw fault(file, line, "lists and mappings lie deeper than " + DEPTH);
        }
        return switch (node) {
            case ScalarNode scalar -> new Scalar(scalar.getValue(), line);
            case SequenceNode sequence -> {
                List<YamlTree> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(convert(item, file, depth + 1));
                }
                yield new Sequence(items, line);
            }
            case MappingNode mapping -> new Mapping(entries(mapping, file, depth), line);
            default -> throw fault(file, line, "an alias that leads nowhere");
        };
    }

    private static Map<String, Entry> entries(MappingNode mapping, String file, int depth) throws ConfigException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw fault(file, line, "a key is to be a word");
            }
            Entry entry = new Entry(line, convert(tuple.getValueNode(), file, depth + 1));
            if (entries.putIfAbsent(key.getValue(), entry) != null) {
                throw fault(file, line, "the key '" + key.getValue() + "' stands here a second time");
            }
        }
        return entries;
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    private static ConfigException fault(String file, int line, String message) {
        return new ConfigException(List.of(new ConfigFault(file + ":" + line, "", message)));
    }
}
