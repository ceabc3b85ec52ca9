package tandem.sip.bfcp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One attribute as it was read. */
final class Attribute {
    private final AttributeType type;
    private final int value;
    private final byte[] contents;
    private final List<Attribute> inside;

    private Attribute(AttributeType type, int value, byte[] contents, List<Attribute> inside) {
        this.type = type;
        this.value = value;
        this.contents = contents;
        this.inside = List.copyOf(inside);
    }

    static Attribute ofOctets(AttributeType type, byte[] contents) {
        return new Attribute(type, 0, contents, List.of());
    }

    static Attribute ofSixteenBits(AttributeType type, int value) {
        return new Attribute(type, value, new byte[0], List.of());
    }

    static Attribute ofGroup(AttributeType type, int id, List<Attribute> inside) {
        return new Attribute(type, id, new byte[0], inside);
    }

    AttributeType type() {
        return type;
    }

    /** The sixteen bits of those that have them; the id of a group. */
    int value() {
        return value;
    }

    /** The octets of those that have octets. */
    byte[] contents() {
        return contents;
    }

    /** The attributes of a group. */
    List<Attribute> inside() {
        return inside;
    }

    /** Its contents as text: UTF-8, what is none replaced, without the zeros of a padding that was counted in. */
    String text() {
        int end = contents.length;
        while (end > 0 && contents[end - 1] == 0) {
            end--;
        }
        return new String(contents, 0, end, StandardCharsets.UTF_8);
    }

    static Optional<Attribute> first(List<Attribute> all, AttributeType type) {
        return all.stream().filter(each -> each.type == type).findFirst();
    }

    static List<Attribute> every(List<Attribute> all, AttributeType type) {
        return all.stream().filter(each -> each.type == type).toList();
    }
}
