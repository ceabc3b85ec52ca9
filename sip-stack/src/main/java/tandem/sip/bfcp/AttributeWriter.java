package tandem.sip.bfcp;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Attributes one behind the other, each with its padding (RFC 8855 5.2):
 *
 * <pre>
 *  | type (7) |M| length (8), with these two octets, without padding | contents ... | 0 to 3 octets of padding |
 * </pre>
 */
final class AttributeWriter {
    private static final int MOST = 255;
    private static final int HEADER = 2;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    static int sixteenBits(int value) {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException(value + " has more than 16 bits");
        }
        return value;
    }

    void sixteen(AttributeType type, int value) {
        begin(type, 4);
        put16(value);
    }

    /** An empty text is left out. */
    void text(AttributeType type, Optional<String> text) {
        text.filter(words -> !words.isEmpty()).ifPresent(words -> octets(type, BfcpWriter.cut(words, MOST - HEADER)));
    }

    void octets(AttributeType type, byte[] contents) {
        begin(type, HEADER + contents.length);
        octets.writeBytes(contents);
        while (octets.size() % 4 != 0) {
            octets.write(0);
        }
    }

    void group(AttributeType type, int id, AttributeWriter inside) {
        begin(type, HEADER + 2 + inside.octets.size());
        put16(id);
        octets.writeBytes(inside.octets());
    }

    boolean fitsAGroup() {
        return HEADER + 2 + octets.size() <= MOST;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    private void begin(AttributeType type, int length) {
        if (length > MOST) {
            throw new IllegalArgumentException(type + " of " + length + " octets");
        }
        octets.write(type.code() << 1);
        octets.write(length);
    }

    private void put16(int value) {
        sixteenBits(value);
        octets.write(value >>> 8);
        octets.write(value);
    }
}
