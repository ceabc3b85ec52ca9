package tandem.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of the session part, or of one m-line, sorted by what they are. */
final class SdpSection {
    /**
     * One line's value.
     *
     * @param line its number, from 1
     * @param value what stands behind the equals sign
     */
    record Line(int line, String value) {}

    /**
     * One a= line.
     *
     * @param line its number, from 1
     * @param name in lower case
     * @param value behind the colon, stripped; empty for a flag
     */
    record Attribute(int line, String name, String value) {}

    private final List<Line> connections = new ArrayList<>();
    private final List<Line> bandwidths = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private final Line head;

    /** A section headed by this m= line, or, for the session, by nothing. */
    SdpSection(Line head) {
        this.head = head;
    }

    Line head() {
        return head;
    }

    void add(char type, Line line) {
        switch (type) {
            case 'c' -> connections.add(line);
            case 'b' -> bandwidths.add(line);
            case 'a' -> attributes.add(attribute(line));
            default -> {} // i=, k= and what we do not know
        }
    }

    private static Attribute attribute(Line line) {
        String value = line.value();
        int colon = value.indexOf(':');
        if (colon < 0) {
            return new Attribute(line.line(), value.strip().toLowerCase(Locale.ROOT), "");
        }
        String name = value.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return new Attribute(line.line(), name, value.substring(colon + 1).strip());
    }

    Optional<Line> connection() {
        return connections.stream().findFirst();
    }

    List<Line> bandwidths() {
        return bandwidths;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    Stream<String> values(String name) {
        return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value);
    }

    Optional<String> value(String name) {
        return values(name).findFirst();
    }

    boolean has(String name) {
        return attributes.stream().anyMatch(a -> a.name().equals(name));
    }
}
