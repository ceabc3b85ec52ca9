package tandem.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The members of a request's object, taken one by one; what is left over at the end is refused by name. */
final class Fields {
    private static final int LONGEST = 256;

    private final ObjectNode object;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(ObjectNode object) {
        this.object = object;
    }

    /** A text of at most 256 characters; empty where it is absent or null. */
    Optional<String> text(String name) {
        JsonNode node = take(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().length() > LONGEST) {
            throw Problem.wrong("'" + name + "' is to be a text of at most " + LONGEST + " characters");
        }
        return Optional.of(node.textValue());
    }

    /** A text that must be there. */
    String needed(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> Problem.wrong("'" + name + "' is needed"));
    }

    /** Hands on the text where the member is there; null hands on nothing at all, to clear it. */
    void change(String name, Consumer<Optional<String>> changes) {
        if (object.has(name)) {
            changes.accept(text(name));
        } else {
            known.add(name);
        }
    }

    /** The same for a whole number from 1. */
    void changeNumber(String name, Consumer<Optional<Integer>> changes) {
        if (object.has(name)) {
            changes.accept(object.path(name).isNull() ? Optional.empty() : number(name));
        }
        known.add(name);
    }

    /** Hands on true or false where the member is there; null hands on nothing at all, to leave it to the rest. */
    void changeFlag(String name, Consumer<Optional<Boolean>> changes) {
        if (object.has(name)) {
            changes.accept(object.path(name).isNull() ? Optional.empty() : flag(name));
        }
        known.add(name);
    }

    /** A list of objects; empty where it is absent. */
    Optional<List<Fields>> objects(String name) {
        JsonNode node = take(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        List<Fields> all = new ArrayList<>();
        for (JsonNode item : node) {
            if (item instanceof ObjectNode entry) {
                all.add(new Fields(entry));
            }
        }
        if (!node.isArray() || all.size() != node.size()) {
            throw Problem.wrong("'" + name + "' is to be a list of objects");
        }
        return Optional.of(all);
    }

    /** True or false. */
    Optional<Boolean> flag(String name) {
        JsonNode node = take(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            throw Problem.wrong("'" + name + "' is to be true or false");
        }
        return Optional.of(node.booleanValue());
    }

    /** A whole number from 1. */
    Optional<Integer> number(String name) {
        JsonNode node = take(name);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isInt() || node.intValue() < 1) {
            throw Problem.wrong("'" + name + "' is to be a whole number from 1");
        }
        return Optional.of(node.intValue());
    }

    /** A whole number between those. */
    Optional<Integer> number(String name, int least, int most) {
        Optional<Integer> number = number(name);
        if (number.filter(n -> n < least || n > most).isPresent()) {
            throw Problem.wrong("'" + name + "' is to be from " + least + " to " + most);
        }
        return number;
    }

    /** One of the words of an enumeration, in lower case. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        Optional<String> text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (text.isPresent() && constant.name().equalsIgnoreCase(text.get())) {
                return Optional.of(constant);
            }
        }
        if (text.isPresent()) {
            String words = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            throw Problem.wrong("'" + name + "' is to be one of " + words);
        }
        return Optional.empty();
    }

    private JsonNode take(String name) {
        known.add(name);
        return object.path(name);
    }

    /** Refuses members nobody asked for. To be called when all were taken, before anything is done. */
    void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Problem.wrong("there is no '" + name + "'; known are " + String.join(", ", known));
            }
        });
    }
}
