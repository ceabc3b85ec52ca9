package tandem.sip.bfcp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Messages as octets, as RFC 8855 5 has them and no otherwise: attributes in the order of 5.3, padded to four octets, the M bit clear
 * (it means something for extensions only, 5.2), no fragment.
 */
public final class BfcpWriter {
    private BfcpWriter() {}

    /**
     * The message with that header. Texts are cut where an attribute ends (253 octets), and left out where their group would not fit into
     * its 255 octets.
     *
     * @throws IllegalArgumentException if an id does not fit its bits, a mandatory attribute is missing (5.3), or the whole is
     *     longer than {@link BfcpReader#MAX_PAYLOAD}
     */
    public static byte[] write(Header header, Body body) {
        AttributeWriter attributes = new AttributeWriter();
        write(body, attributes);
        byte[] payload = attributes.octets();
        if (payload.length > BfcpReader.MAX_PAYLOAD) {
            throw new IllegalArgumentException(body.primitive() + " of " + payload.length + " octets");
        }
        byte[] octets = new byte[Header.LENGTH + payload.length];
        writeHeader(octets, header, body.primitive().code(), payload.length);
        System.arraycopy(payload, 0, octets, Header.LENGTH, payload.length);
        return octets;
    }

    /** The first twelve octets; the length is in octets and a multiple of four. */
    static void writeHeader(byte[] octets, Header header, int primitive, int payloadLength) {
        if (header.version() != 1 && header.version() != 2) {
            throw new IllegalArgumentException("version " + header.version());
        }
        if (header.conferenceId() < 0 || header.conferenceId() > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("conference " + header.conferenceId());
        }
        octets[0] = (byte) ((header.version() << 5) | (header.response() ? 0x10 : 0));
        octets[1] = (byte) primitive;
        put16(octets, 2, payloadLength / 4);
        put16(octets, 4, (int) (header.conferenceId() >>> 16));
        put16(octets, 6, (int) (header.conferenceId() & 0xFFFF));
        put16(octets, 8, AttributeWriter.sixteenBits(header.transactionId()));
        put16(octets, 10, AttributeWriter.sixteenBits(header.userId()));
    }

    static void put16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }

    private static void write(Body body, AttributeWriter to) {
        switch (body) {
            case Body.FloorRequest request -> writeRequest(request, to);
            case Body.FloorRelease release -> to.sixteen(AttributeType.FLOOR_REQUEST_ID, release.requestId());
            case Body.FloorRequestQuery query -> to.sixteen(AttributeType.FLOOR_REQUEST_ID, query.requestId());
            case Body.FloorRequestStatus status -> writeInformation(status.information(), to);
            case Body.UserQuery query ->
                query.beneficiaryId().ifPresent(user -> to.sixteen(AttributeType.BENEFICIARY_ID, user));
            case Body.UserStatus status -> {
                writeUser(AttributeType.BENEFICIARY_INFORMATION, status.beneficiary(), to);
                status.requests().forEach(request -> writeInformation(request, to));
            }
            case Body.FloorQuery query -> query.floorIds().forEach(floor -> to.sixteen(AttributeType.FLOOR_ID, floor));
            case Body.FloorStatus status -> {
                status.floorId().ifPresent(floor -> to.sixteen(AttributeType.FLOOR_ID, floor));
                status.requests().forEach(request -> writeInformation(request, to));
            }
            case Body.ChairAction action -> writeInformation(action.information(), to);
            case Body.HelloAck ack -> writeSupported(ack, to);
            case Body.ErrorReply error -> writeError(error, to);
            case Body.ChairActionAck ack -> {}
            case Body.Hello hello -> {}
            case Body.FloorRequestStatusAck ack -> {}
            case Body.FloorStatusAck ack -> {}
            case Body.Goodbye goodbye -> {}
            case Body.GoodbyeAck ack -> {}
        }
    }

    private static void writeRequest(Body.FloorRequest request, AttributeWriter to) {
        if (request.floorIds().isEmpty()) {
            throw new IllegalArgumentException("a FloorRequest for no floor");
        }
        request.floorIds().forEach(floor -> to.sixteen(AttributeType.FLOOR_ID, floor));
        request.beneficiaryId().ifPresent(user -> to.sixteen(AttributeType.BENEFICIARY_ID, user));
        to.text(AttributeType.PARTICIPANT_PROVIDED_INFO, request.info());
        writePriority(request.priority(), to);
    }

    private static void writePriority(Optional<Priority> priority, AttributeWriter to) {
        priority.ifPresent(value -> to.sixteen(AttributeType.PRIORITY, value.code() << 13));
    }

    private static void writeSupported(Body.HelloAck ack, AttributeWriter to) {
        to.octets(AttributeType.SUPPORTED_PRIMITIVES, codes(ack.primitives(), Primitive::code, 0));
        to.octets(AttributeType.SUPPORTED_ATTRIBUTES, codes(ack.attributes(), AttributeType::code, 1));
    }

    private static void writeError(Body.ErrorReply error, AttributeWriter to) {
        byte[] details = codes(error.unknownAttributes(), code -> code, 1);
        byte[] octets = new byte[1 + details.length];
        octets[0] = (byte) error.code().code();
        System.arraycopy(details, 0, octets, 1, details.length);
        to.octets(AttributeType.ERROR_CODE, octets);
        to.text(AttributeType.ERROR_INFO, error.info());
    }

    private static <T> byte[] codes(List<T> items, java.util.function.ToIntFunction<T> code, int shift) {
        byte[] octets = new byte[items.size()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (code.applyAsInt(items.get(i)) << shift);
        }
        return octets;
    }

    private static void writeInformation(RequestInformation information, AttributeWriter to) {
        if (information.floors().isEmpty()) {
            throw new IllegalArgumentException("a floor request of no floor");
        }
        AttributeWriter whole = inside(information);
        to.group(
                AttributeType.FLOOR_REQUEST_INFORMATION,
                information.requestId(),
                whole.fitsAGroup() ? whole : inside(information.withoutTexts()));
    }

    private static AttributeWriter inside(RequestInformation information) {
        AttributeWriter inside = new AttributeWriter();
        information
                .overall()
                .ifPresent(detail ->
                        writeDetail(AttributeType.OVERALL_REQUEST_STATUS, information.requestId(), detail, inside));
        for (FloorDetail floor : information.floors()) {
            writeDetail(AttributeType.FLOOR_REQUEST_STATUS, floor.floorId(), floor.detail(), inside);
        }
        writeUser(AttributeType.BENEFICIARY_INFORMATION, information.beneficiary(), inside);
        writeUser(AttributeType.REQUESTED_BY_INFORMATION, information.requestedBy(), inside);
        writePriority(information.priority(), inside);
        inside.text(AttributeType.PARTICIPANT_PROVIDED_INFO, information.info());
        return inside;
    }

    private static void writeDetail(AttributeType type, int id, StatusDetail detail, AttributeWriter to) {
        AttributeWriter inside = statusOf(detail);
        inside.text(AttributeType.STATUS_INFO, detail.info());
        to.group(type, id, inside.fitsAGroup() ? inside : statusOf(detail));
    }

    private static AttributeWriter statusOf(StatusDetail detail) {
        AttributeWriter inside = new AttributeWriter();
        detail.status()
                .ifPresent(status -> inside.sixteen(
                        AttributeType.REQUEST_STATUS, (status.code() << 8) | Math.min(255, detail.queuePosition())));
        return inside;
    }

    private static void writeUser(AttributeType type, Optional<UserInformation> user, AttributeWriter to) {
        user.ifPresent(who -> {
            AttributeWriter inside = new AttributeWriter();
            inside.text(AttributeType.USER_DISPLAY_NAME, who.displayName());
            inside.text(AttributeType.USER_URI, who.uri());
            to.group(type, who.userId(), inside.fitsAGroup() ? inside : new AttributeWriter());
        });
    }

    /** A text as UTF-8 in at most that many octets, cut between characters. */
    static byte[] cut(String text, int most) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= most) {
            return octets;
        }
        int end = most;
        while (end > 0 && (octets[end] & 0xC0) == 0x80) {
            end--;
        }
        return java.util.Arrays.copyOf(octets, end);
    }
}
