package tandem.sip.bfcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the attributes in a message's payload, however the peer pads: as RFC 8855 5.2 has it, else not at all, else with octets
 * that are not zero. Borne too: zeros between attributes, a last padding that is missing, a length of two octets where the contents were
 * counted and the header was not. A group has 255 octets at most, so nesting ends, and 512 attributes are the most of a message.
 */
final class AttributeScan {
    private static final int MOST = 512;

    private enum Padding {
        RIGHT,
        MISSING,
        ANYTHING
    }

    private final byte[] octets;
    private final Padding padding;
    private final TreeSet<Integer> unknown = new TreeSet<>();
    private int seen;
    private boolean flawed;

    private AttributeScan(byte[] octets, Padding padding) {
        this.octets = octets;
        this.padding = padding;
    }

    /**
     * What was found.
     *
     * @param attributes those that are known
     * @param unknownMandatory the seven bits of those that are not, and have the M bit
     */
    record Found(List<Attribute> attributes, List<Integer> unknownMandatory) {
        Found {
            attributes = List.copyOf(attributes);
            unknownMandatory = List.copyOf(unknownMandatory);
        }
    }

    /** The attributes from there to the end; empty if no way of padding makes sense of them. */
    static Optional<Found> of(byte[] octets, int from) {
        for (Padding padding : Padding.values()) {
            AttributeScan scan = new AttributeScan(octets, padding);
            List<Attribute> attributes = scan.attributes(from, octets.length);
            if (!scan.flawed) {
                return Optional.of(new Found(attributes, List.copyOf(scan.unknown)));
            }
        }
        return Optional.empty();
    }

    private List<Attribute> attributes(int from, int to) {
        List<Attribute> found = new ArrayList<>();
        int at = from;
        while (at < to && !flawed) {
            if (octets[at] == 0 && (at + 1 == to || octets[at + 1] == 0)) {
                at += 2; // more padding than there should be
                continue;
            }
            at = attribute(at, to, found);
        }
        return found;
    }

    private int attribute(int at, int to, List<Attribute> found) {
        if (at + 2 > to || ++seen > MOST) {
            flawed = true;
            return to;
        }
        int code = (octets[at] & 0xFF) >>> 1;
        Optional<AttributeType> type = AttributeType.of(code);
        int length = length(type, octets[at + 1] & 0xFF);
        if (length < 2 || at + length > to) {
            flawed = true;
            return to;
        }
        if (type.isPresent()) {
            add(type.get(), at, at + length, found);
        } else {
            skipUnknown(code, (octets[at] & 1) == 1);
        }
        return afterPadding(at, at + length, to);
    }

    /** As stated, but for sixteen bits, which need four octets whatever was counted. */
    private static int length(Optional<AttributeType> type, int stated) {
        boolean contentsOnly = stated == 2 && type.isPresent() && type.get().form() == AttributeType.Form.SIXTEEN_BITS;
        return contentsOnly ? 4 : stated;
    }

    private void add(AttributeType type, int at, int end, List<Attribute> found) {
        if (type.form() == AttributeType.Form.OCTETS) {
            found.add(Attribute.ofOctets(type, Arrays.copyOfRange(octets, at + 2, end)));
            return;
        }
        if (end - at < 4) {
            flawed = true;
            return;
        }
        int value = BfcpReader.get16(octets, at + 2);
        boolean group = type.form() == AttributeType.Form.GROUP;
        found.add(
                group
                        ? Attribute.ofGroup(type, value, inside(type, at + 4, end))
                        : Attribute.ofSixteenBits(type, value));
    }

    /** Only FLOOR-REQUEST-INFORMATION holds groups; in others they are passed over with their contents. */
    private List<Attribute> inside(AttributeType group, int from, int end) {
        List<Attribute> inside = new ArrayList<>();
        if (group == AttributeType.FLOOR_REQUEST_INFORMATION) {
            return attributes(from, end);
        }
        int at = from;
        while (at < end && !flawed) {
            boolean zeros = octets[at] == 0 && (at + 1 == end || octets[at + 1] == 0);
            boolean nested = (octets[at] & 0xFF) >>> 1 >= AttributeType.BENEFICIARY_INFORMATION.code()
                    && (octets[at] & 0xFF) >>> 1 <= AttributeType.OVERALL_REQUEST_STATUS.code();
            if (nested) {
                flawed = true; // a group in a group that holds none
            } else {
                at = zeros ? at + 2 : attribute(at, end, inside);
            }
        }
        return inside;
    }

    private void skipUnknown(int code, boolean mandatory) {
        if (padding == Padding.MISSING) {
            flawed = true; // where nothing is aligned, what is not known is more likely not there
        } else if (mandatory) {
            unknown.add(code);
        }
    }

    private int afterPadding(int at, int end, int to) {
        int aligned = at + (end - at + 3) / 4 * 4;
        if (padding == Padding.MISSING || aligned >= to) {
            return padding == Padding.MISSING ? end : to;
        }
        for (int i = end; i < aligned; i++) {
            if (octets[i] != 0 && padding == Padding.RIGHT) {
                flawed = true;
            }
        }
        return aligned;
    }
}
