package tandem.sip.bfcp;

import java.util.Optional;

/** What a message is for (RFC 8855 5.1, table 1). */
public enum Primitive {
    FLOOR_REQUEST(1, Kind.REQUEST),
    FLOOR_RELEASE(2, Kind.REQUEST),
    FLOOR_REQUEST_QUERY(3, Kind.REQUEST),
    FLOOR_REQUEST_STATUS(4, Kind.EITHER),
    USER_QUERY(5, Kind.REQUEST),
    USER_STATUS(6, Kind.RESPONSE),
    FLOOR_QUERY(7, Kind.REQUEST),
    FLOOR_STATUS(8, Kind.EITHER),
    CHAIR_ACTION(9, Kind.REQUEST),
    CHAIR_ACTION_ACK(10, Kind.RESPONSE),
    HELLO(11, Kind.REQUEST),
    HELLO_ACK(12, Kind.RESPONSE),
    ERROR(13, Kind.RESPONSE),
    FLOOR_REQUEST_STATUS_ACK(14, Kind.RESPONSE),
    FLOOR_STATUS_ACK(15, Kind.RESPONSE),
    GOODBYE(16, Kind.REQUEST),
    GOODBYE_ACK(17, Kind.RESPONSE);

    /** Which end of a transaction a primitive stands at. */
    public enum Kind {
        /** It begins a transaction. */
        REQUEST,
        /** It ends one. */
        RESPONSE,
        /** A server ends a participant's transaction with it, or begins one of its own. */
        EITHER
    }

    private final int code;
    private final Kind kind;

    Primitive(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** Its octet in the common header. */
    public int code() {
        return code;
    }

    /** Which end of a transaction it stands at. */
    public Kind kind() {
        return kind;
    }

    /** The primitive of that octet; empty where RFC 8855 has none. */
    public static Optional<Primitive> of(int code) {
        Primitive[] all = values();
        return code >= 1 && code <= all.length ? Optional.of(all[code - 1]) : Optional.empty();
    }

    /**
     * The same, of a datagram, where older systems number otherwise: before RFC 8855 the drafts had an ErrorAck at 15 and so all
     * behind it one higher (Wireshark still names them so), and Tandberg's own acknowledgements are 91 and 93. The R bit tells them apart.
     */
    static Optional<Primitive> ofDatagram(int code, int version, boolean response) {
        return switch (code) {
            case 16 -> Optional.of(response ? FLOOR_STATUS_ACK : GOODBYE);
            case 17 -> Optional.of(response || version == 1 ? GOODBYE_ACK : GOODBYE);
            case 18 -> Optional.of(GOODBYE_ACK);
            case 91 -> Optional.of(FLOOR_REQUEST_STATUS_ACK);
            case 93 -> Optional.of(FLOOR_STATUS_ACK);
            default -> of(code);
        };
    }
}
