package tandem.gateway.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.CompositeConfiguration;

/**
 * Reads the configuration: the file is composed to nodes that keep their lines, the environment is layered over it and the
 * defaults below it, {@code ${env:NAME}} and {@code ${file:PATH}} are put in, and the result is bound to {@link Config}.
 */
public final class ConfigReader {
    private static final String DEFAULTS = "defaults.yaml";
    private static final int MOST_FAULTS = 20;
    private static final Keys.Section KEYS = Keys.of(Config.class);

    private final Map<String, String> environment;
    private final List<ConfigFault> faults = new ArrayList<>();
    private final BaseConfiguration embeddedDefaults = new BaseConfiguration();
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Integer> entryCounts = new HashMap<>();
    private final Set<String> emptied = new HashSet<>();

    private ConfigReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The configuration of that file, or the embedded default; throws with everything that is wrong. */
    public static Loaded read(Optional<Path> file, Map<String, String> environment) throws ConfigException {
        if (file.isEmpty()) {
            return read("", "the embedded default", Path.of("").toAbsolutePath(), environment);
        }
        Path path = file.get().toAbsolutePath().normalize();
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            Path folder = path.getParent() == null ? Path.of("/") : path.getParent();
            return read(text, file.get().toString(), folder, environment);
        } catch (IOException unreadable) {
            throw new ConfigException(List.of(new ConfigFault(
                    file.get().toString(),
                    "",
                    unreadable instanceof NoSuchFileException
                            ? "there is no such file"
                            : "cannot be read: " + unreadable.getClass().getSimpleName())));
        }
    }

    /** The configuration of that text, called {@code name} in errors. */
    static Loaded read(String text, String name, Path folder, Map<String, String> environment) throws ConfigException {
        return new ConfigReader(environment).load(text, name, folder);
    }

    private Loaded load(String text, String name, Path folder) throws ConfigException {
        flatten(YamlTree.read(embedded(), DEFAULTS), KEYS, "", embeddedDefaults, DEFAULTS);
        places.clear();
        emptied.clear();
        BaseConfiguration file = new BaseConfiguration();
        flatten(YamlTree.read(text, name), KEYS, "", file, name);
        BaseConfiguration variables = new BaseConfiguration();
        Lookups lookups = new Lookups(environment, folder);
        List<String> notes = new ArrayList<>(environment(variables));
        CompositeConfiguration layers = new CompositeConfiguration();
        layers.addConfiguration(variables);
        layers.addConfiguration(file);
        layers.addConfiguration(embeddedDefaults);
        layers.setInterpolator(lookups.interpolator());
        JsonMapper mapper = Words.mapper();
        ObjectNode tree = section(KEYS, "", layers, mapper);
        Origins origins = new Origins(places, name);
        Optional<Config> config = bind(tree, mapper, origins);
        stopAtFaults(lookups);
        Loaded loaded = new Loaded(config.orElseThrow(), origins, folder, List.of(), lookups.files());
        faults.addAll(ConfigChecks.faults(loaded));
        stopAtFaults(lookups);
        notes.addAll(ConfigChecks.notes(origins, loaded.config()));
        return new Loaded(loaded.config(), origins, folder, notes, loaded.files());
    }

    private void stopAtFaults(Lookups lookups) throws ConfigException {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults, lookups.files());
        }
    }

    private static String embedded() {
        try (InputStream in = ConfigReader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULTS + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException(DEFAULTS + " cannot be read from the jar", unreadable);
        }
    }

    // The file: every key is known and of the right shape, and its place is remembered.

    private void flatten(YamlTree tree, Keys keys, String path, BaseConfiguration into, String file) {
        String at = file + ":" + tree.line();
        switch (keys) {
            case Keys.Value ignored -> value(tree, path, into, at);
            case Keys.Values values -> values(tree, values, path, into, at);
            case Keys.Section section -> section(tree, section, path, into, file);
            case Keys.Sections sections -> sections(tree, sections, path, into, file);
        }
    }

    private void value(YamlTree tree, String path, BaseConfiguration into, String at) {
        if (tree instanceof YamlTree.Scalar scalar) {
            places.put(path, at);
            into.setProperty(path, scalar.text());
        } else {
            faults.add(new ConfigFault(at, path, "takes one value, not a list or a mapping"));
        }
    }

    private void values(YamlTree tree, Keys.Values kind, String path, BaseConfiguration into, String at) {
        List<String> words = new ArrayList<>();
        switch (tree) {
            case YamlTree.Scalar scalar when kind.orOne() -> words.add(scalar.text());
            case YamlTree.Scalar scalar when scalar.text().isEmpty() -> {}
            case YamlTree.Sequence sequence -> {
                for (YamlTree item : sequence.items()) {
                    if (item instanceof YamlTree.Scalar scalar) {
                        words.add(scalar.text());
                    } else {
                        faults.add(new ConfigFault(at, path, "takes a list of words, such as [a, b]"));
                    }
                }
            }
            default -> faults.add(new ConfigFault(at, path, "takes a list, such as [a, b]"));
        }
        places.put(path, at);
        list(path, words, into);
    }

    /** An empty list is a value too, which the layers cannot hold: it is not what lies below it. */
    private void list(String path, List<String> words, BaseConfiguration into) {
        if (words.isEmpty()) {
            emptied.add(path);
        } else {
            emptied.remove(path);
            into.setProperty(path, words);
        }
    }

    private void section(YamlTree tree, Keys.Section section, String path, BaseConfiguration into, String file) {
        if (tree instanceof YamlTree.Scalar scalar && scalar.text().isEmpty()) {
            return; // "sip:" with nothing below it
        }
        if (!path.isEmpty()) {
            places.putIfAbsent(path, file + ":" + tree.line());
        }
        if (!(tree instanceof YamlTree.Mapping mapping)) {
            faults.add(new ConfigFault(file + ":" + tree.line(), path, "takes keys below it: " + list(section)));
            return;
        }
        mapping.entries().forEach((name, entry) -> {
            String below = path.isEmpty() ? name : path + "." + name;
            Keys keys = section.keys().get(name);
            if (keys == null) {
                faults.add(new ConfigFault(file + ":" + entry.keyLine(), below, unknown(name, path, section)));
            } else {
                flatten(entry.value(), keys, below, into, file);
            }
        });
    }

    private static String unknown(String name, String path, Keys.Section section) {
        Optional<String> near = Keys.nearest(name, section.keys().keySet());
        String where = path.isEmpty() ? "" : path + ".";
        return near.map(word -> "no such key; did you mean '" + where + word + "'?")
                .orElseGet(() -> "no such key; here are known: " + list(section));
    }

    private static String list(Keys.Section section) {
        return String.join(", ", section.keys().keySet());
    }

    private void sections(YamlTree tree, Keys.Sections kind, String path, BaseConfiguration into, String file) {
        if (tree instanceof YamlTree.Scalar scalar && scalar.text().isEmpty()) {
            return;
        }
        if (!(tree instanceof YamlTree.Sequence sequence)) {
            faults.add(new ConfigFault(file + ":" + tree.line(), path, "takes a list: begin each entry with '- '"));
            return;
        }
        places.put(path, file + ":" + tree.line());
        entryCounts.put(path, sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlTree item = sequence.items().get(i);
            places.put(path + "[" + i + "]", file + ":" + item.line());
            section(item, kind.each(), path + "[" + i + "]", into, file);
        }
    }

    // The environment.

    private List<String> environment(BaseConfiguration into) {
        Map<String, String> known = KEYS.variables();
        List<String> notes = new ArrayList<>();
        environment.forEach((name, text) -> {
            String path = known.get(name);
            if (path != null) {
                places.put(path, "environment " + name);
                if (isList(path)) {
                    list(path, words(text), into);
                } else {
                    into.setProperty(path, text);
                }
            } else if (name.startsWith("TANDEM_") && !ConfigChecks.OTHER_VARIABLES.contains(name)) {
                notes.add("environment " + name + " is no key"
                        + Keys.nearest(name, known.keySet())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""));
            }
        });
        String log = environment.getOrDefault("TANDEM_LOG", "text");
        if (!log.equals("text") && !log.equals("json")) {
            faults.add(new ConfigFault("environment TANDEM_LOG", "", "'" + log + "' is none of text, json"));
        }
        return notes;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.replace('[', ' ').replace(']', ' ').split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean isList(String path) {
        Keys keys = KEYS;
        for (String name : path.split("\\.", -1)) {
            Keys below = keys instanceof Keys.Section section ? section.keys().get(name) : null;
            if (below == null) {
                return false;
            }
            keys = below;
        }
        return keys instanceof Keys.Values;
    }

    // The layers as one tree, then as records.

    private ObjectNode section(Keys.Section section, String path, CompositeConfiguration layers, JsonMapper mapper) {
        ObjectNode node = mapper.createObjectNode();
        section.keys().forEach((name, keys) -> {
            String below = path.isEmpty() ? name : path + "." + name;
            switch (keys) {
                case Keys.Value ignored -> text(below, layers).ifPresent(text -> node.put(name, text));
                case Keys.Values ignored -> node.set(name, texts(below, layers, mapper));
                case Keys.Section inner -> node.set(name, section(inner, below, layers, mapper));
                case Keys.Sections inner -> {
                    ArrayNode items = node.putArray(name);
                    for (int i = 0; i < entryCounts.getOrDefault(below, 0); i++) {
                        items.add(section(inner.each(), below + "[" + i + "]", layers, mapper));
                    }
                }
            }
        });
        return node;
    }

    private Optional<String> text(String path, CompositeConfiguration layers) {
        try {
            return Optional.ofNullable(layers.getString(path)).map(text -> plain(path, text));
        } catch (IllegalArgumentException unknown) {
            faults.add(fault(path, words(unknown)));
            return Optional.empty();
        }
    }

    private ArrayNode texts(String path, CompositeConfiguration layers, JsonMapper mapper) {
        ArrayNode node = mapper.createArrayNode();
        if (emptied.contains(path)) {
            return node;
        }
        try {
            layers.getList(path, List.of()).forEach(item -> node.add(plain(path, String.valueOf(item))));
        } catch (IllegalArgumentException unknown) {
            faults.add(fault(path, words(unknown)));
        }
        return node;
    }

    private String plain(String path, String text) {
        if (text.contains("${")) {
            faults.add(fault(path, "holds a ${...} other than ${env:NAME} and ${file:PATH}"));
        }
        return text;
    }

    private ConfigFault fault(String path, String message) {
        return new Origins(places, DEFAULTS).fault(path, message);
    }

    /**
     * The records; where something cannot be bound, everything that cannot is told: what is wrong is taken out, for the next try to
     * find the next.
     */
    private Optional<Config> bind(ObjectNode tree, JsonMapper mapper, Origins origins) {
        while (faults.size() < MOST_FAULTS) {
            try {
                return Optional.of(mapper.treeToValue(tree, Config.class));
            } catch (JsonMappingException wrong) {
                String path = path(wrong);
                boolean missing = missing(tree, path);
                faults.add(origins.fault(path, missing ? "is needed" : words(wrong)));
                if (missing || !mend(tree, path)) {
                    return Optional.empty();
                }
            } catch (JsonProcessingException broken) {
                faults.add(origins.fault("", words(broken)));
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Puts the default in the place of what is wrong, if it has one, so that the rest can be read. */
    private boolean mend(ObjectNode tree, String path) {
        JsonPointer pointer = pointer(path);
        String usual = embeddedDefaults.getString(path);
        if (usual != null && tree.at(pointer.head()) instanceof ObjectNode parent) {
            parent.put(pointer.last().getMatchingProperty(), usual);
            return true;
        }
        return false;
    }

    private static JsonPointer pointer(String path) {
        return JsonPointer.compile("/" + path.replace("[", "/").replace("]", "").replace('.', '/'));
    }

    private static String path(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static boolean missing(ObjectNode tree, String path) {
        return tree.at(pointer(path)).isMissingNode();
    }

    private static String words(Throwable wrong) {
        Throwable cause = wrong.getCause();
        if (cause != null && !(wrong instanceof IllegalArgumentException)) {
            return words(cause);
        }
        String message =
                wrong instanceof JsonMappingException mapping ? mapping.getOriginalMessage() : wrong.getMessage();
        return message == null ? "cannot be used" : message;
    }
}
