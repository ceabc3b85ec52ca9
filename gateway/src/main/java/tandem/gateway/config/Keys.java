package tandem.gateway.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What keys there are, read off the records of {@link Config}. */
sealed interface Keys {
    /** One value. */
    record Value() implements Keys {}

    /** A list of values, where {@code orOne} allows a single one without the dash. */
    record Values(boolean orOne) implements Keys {}

    /** Keys below this one. */
    record Section(Map<String, Keys> keys) implements Keys {
        /** All environment variables that set a key of this section or below, with the key's path. */
        Map<String, String> variables() {
            Map<String, String> found = new LinkedHashMap<>();
            collect(keys, "", found);
            return found;
        }

        private static void collect(Map<String, Keys> keys, String prefix, Map<String, String> found) {
            keys.forEach((name, key) -> {
                String path = prefix + name;
                switch (key) {
                    case Section section -> collect(section.keys, path + ".", found);
                    case Value ignored -> found.put(variable(path), path);
                    case Values ignored -> found.put(variable(path), path);
                    case Sections ignored -> {} // entries of lists have no variables
                }
            });
        }
    }

    /** A list whose entries have keys. */
    record Sections(Section each) implements Keys {}

    /** The keys of a record: a record within is a section, a list of records a list of sections, anything else a value. */
    static Section of(Class<?> record) {
        Map<String, Keys> keys = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            keys.put(kebab(component.getName()), of(component));
        }
        return new Section(keys);
    }

    private static Keys of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == List.class) {
            Class<?> item = argument(component.getGenericType());
            return isSection(item)
                    ? new Sections(of(item))
                    : new Values(component.isAnnotationPresent(OneOrMany.class));
        }
        return isSection(type) ? of(type) : new Value();
    }

    private static Class<?> argument(Type generic) {
        return (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
    }

    /** The records nested in {@link Config} are sections; every other type is written as one word. */
    private static boolean isSection(Class<?> type) {
        return type.isRecord() && type.getEnclosingClass() == Config.class;
    }

    /** {@code publicAddress} is {@code public-address}. */
    static String kebab(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                text.append('-');
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    /** The environment variable of a path. */
    static String variable(String path) {
        return "TANDEM_" + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Which of the known words the wrong one was probably meant to be: the nearest, if it is near. */
    static Optional<String> nearest(String wrong, Collection<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String word : known) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return least <= Math.max(2, wrong.length() / 2) ? Optional.of(best) : Optional.empty();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
