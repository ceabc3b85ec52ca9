package tandem.sip.bfcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Octets as messages (RFC 8855 5). Lenient where terminals are known to err (docs/assumptions/bfcp.md); never throws; what it makes is no
 * larger than some times what it was given, and that is at most {@link #MAX_PAYLOAD}.
 */
public final class BfcpReader {
    /** Octets of a message behind its common header; a longer one is refused. */
    public static final int MAX_PAYLOAD = 16 * 1024;

    private static final int SLACK = 3;

    private BfcpReader() {}

    /** Reads one datagram: a message or a fragment of one. */
    public static Reading datagram(byte[] octets, int offset, int length) {
        return read(Arrays.copyOfRange(octets, offset, offset + length), false);
    }

    /** Reads one message of a stream, as {@link BfcpFramer} cuts it; the R and F bits mean nothing there. */
    public static Reading message(byte[] octets) {
        return read(octets, true);
    }

    private static Reading read(byte[] octets, boolean reliable) {
        if (octets.length < Header.LENGTH) {
            return new Reading.Dropped("shorter than a header");
        }
        Header header = header(octets, reliable);
        if (header.version() != 1 && header.version() != 2) {
            return refused(header, octets, ErrorCode.UNSUPPORTED_VERSION, "this is version 1 and 2");
        }
        int payload = 4 * get16(octets, 2);
        if (payload > MAX_PAYLOAD) {
            return refused(header, octets, ErrorCode.INCORRECT_MESSAGE_LENGTH, "too long");
        }
        boolean fragment = !reliable && (octets[0] & 0x08) != 0;
        if (fragment) {
            return fragment(header, octets, payload);
        }
        if (Math.abs(octets.length - Header.LENGTH - payload) > SLACK) {
            return refused(header, octets, ErrorCode.INCORRECT_MESSAGE_LENGTH, "the length is wrong");
        }
        return whole(header, octets, reliable);
    }

    private static Header header(byte[] octets, boolean reliable) {
        return new Header(
                (octets[0] & 0xFF) >>> 5,
                !reliable && (octets[0] & 0x10) != 0,
                ((long) get16(octets, 4) << 16) | get16(octets, 6),
                get16(octets, 8),
                get16(octets, 10));
    }

    /** The part's offset and length are in units of four octets; the payload length is the whole message's. */
    private static Reading fragment(Header header, byte[] octets, int total) {
        if (octets.length < Header.FRAGMENT_LENGTH) {
            return new Reading.Dropped("shorter than a fragment's header");
        }
        int offset = 4 * get16(octets, 12);
        int length = 4 * get16(octets, 14);
        boolean fits = length > 0 && offset + length <= total && octets.length - Header.FRAGMENT_LENGTH >= length;
        if (!fits) {
            return new Reading.Dropped("a fragment that lies outside its message");
        }
        byte[] part = Arrays.copyOfRange(octets, Header.FRAGMENT_LENGTH, Header.FRAGMENT_LENGTH + length);
        return new Reading.Fragment(header, octets[1] & 0xFF, total, offset, part);
    }

    private static Reading whole(Header header, byte[] octets, boolean reliable) {
        Optional<Primitive> primitive = primitive(header, octets, reliable);
        if (primitive.isEmpty()) {
            return refused(header, octets, ErrorCode.UNKNOWN_PRIMITIVE, "primitive " + (octets[1] & 0xFF));
        }
        Optional<AttributeScan.Found> found = AttributeScan.of(octets, Header.LENGTH);
        if (found.isEmpty()) {
            return refused(header, octets, ErrorCode.UNABLE_TO_PARSE, "the attributes make no sense");
        }
        List<Integer> unknown = found.get().unknownMandatory();
        if (!unknown.isEmpty()) {
            return new Reading.Refused(
                    header,
                    answerable(header, primitive),
                    new Body.ErrorReply(ErrorCode.UNKNOWN_MANDATORY_ATTRIBUTE, unknown, Optional.empty()));
        }
        return BodyReader.read(primitive.get(), found.get().attributes())
                .<Reading>map(body -> new Reading.Whole(new BfcpMessage(header, body)))
                .orElseGet(
                        () -> refused(header, octets, ErrorCode.UNABLE_TO_PARSE, "a mandatory attribute is missing"));
    }

    private static Optional<Primitive> primitive(Header header, byte[] octets, boolean reliable) {
        int code = octets[1] & 0xFF;
        return reliable ? Primitive.of(code) : Primitive.ofDatagram(code, header.version(), header.response());
    }

    private static Reading refused(Header header, byte[] octets, ErrorCode code, String why) {
        boolean answerable = answerable(header, Primitive.of(octets[1] & 0xFF));
        return new Reading.Refused(header, answerable, Body.ErrorReply.of(code, why));
    }

    /** What ends a transaction is not answered, lest two sides answer each other for ever. */
    private static boolean answerable(Header header, Optional<Primitive> primitive) {
        return !header.response()
                && primitive
                        .map(known -> known.kind() == Primitive.Kind.REQUEST)
                        .orElse(true);
    }

    static int get16(byte[] octets, int at) {
        return ((octets[at] & 0xFF) << 8) | (octets[at + 1] & 0xFF);
    }
}
