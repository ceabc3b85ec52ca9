package tandem.sip.message;

import gov.nist.core.NameValue;
import gov.nist.core.NameValueList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Parameters behind semicolons, in their order; names without regard to case; values as on the wire, quotes included. Immutable. */
public final class Params {
    private static final Params NONE = new Params(List.of());

    private final List<Param> list;

    private Params(List<Param> list) {
        this.list = list;
    }

    /** No parameters. */
    public static Params none() {
        return NONE;
    }

    static Params of(List<Param> list) {
        return list.isEmpty() ? NONE : new Params(list);
    }

    static Params of(NameValueList values) {
        if (values == null || values.isEmpty()) {
            return NONE;
        }
        List<Param> list = new ArrayList<>(values.size());
        for (Iterator<NameValue> i = values.iterator(); i.hasNext(); ) {
            NameValue each = i.next();
            list.add(new Param(each.getName(), wireValue(each)));
        }
        return new Params(list);
    }

    private static Optional<String> wireValue(NameValue each) {
        Object value = each.getValueAsObject(false);
        if (value == null || value instanceof Boolean) {
            return Optional.empty();
        }
        String text = value.toString();
        if (each.isValueQuoted() && !text.startsWith("\"")) {
            return Optional.of('"' + text + '"');
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The value of that parameter as on the wire; empty when it is absent or has none (tell apart by {@link #has}). */
    public Optional<String> value(String name) {
        for (Param each : list) {
            if (each.name.equalsIgnoreCase(name)) {
                return each.value;
            }
        }
        return Optional.empty();
    }

    /** Whether that parameter is there, with a value or without. */
    public boolean has(String name) {
        for (Param each : list) {
            if (each.name.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** These with that one set, in its place where it was there, else last. */
    public Params with(String name, String value) {
        return replaced(new Param(name, Optional.of(value)));
    }

    /** These with that one set without a value. */
    public Params with(String name) {
        return replaced(new Param(name, Optional.empty()));
    }

    private Params replaced(Param param) {
        List<Param> copy = new ArrayList<>(list.size() + 1);
        boolean placed = false;
        for (Param each : list) {
            boolean same = each.name.equalsIgnoreCase(param.name);
            copy.add(same ? param : each);
            placed |= same;
        }
        if (!placed) {
            copy.add(param);
        }
        return new Params(copy);
    }

    /** These without that one. */
    public Params without(String name) {
        if (!has(name)) {
            return this;
        }
        List<Param> copy = new ArrayList<>(list);
        copy.removeIf(each -> each.name.equalsIgnoreCase(name));
        return new Params(copy);
    }

    /** All of them. */
    public List<Param> all() {
        return List.copyOf(list);
    }

    void appendTo(StringBuilder out) {
        for (Param each : list) {
            out.append(';').append(each.name);
            each.value.ifPresent(value -> out.append('=').append(value));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Params params && list.equals(params.list);
    }

    @Override
    public int hashCode() {
        return list.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }

    /**
     * One parameter.
     *
     * @param name as written
     * @param value as on the wire, or empty for a flag
     */
    public record Param(String name, Optional<String> value) {}
}
