package tandem.sip.bfcp;

import java.util.Optional;

/** The attributes of RFC 8855 5.2, table 2, and the form of each. */
public enum AttributeType {
    BENEFICIARY_ID(1, Form.SIXTEEN_BITS),
    FLOOR_ID(2, Form.SIXTEEN_BITS),
    FLOOR_REQUEST_ID(3, Form.SIXTEEN_BITS),
    PRIORITY(4, Form.SIXTEEN_BITS),
    REQUEST_STATUS(5, Form.SIXTEEN_BITS),
    ERROR_CODE(6, Form.OCTETS),
    ERROR_INFO(7, Form.OCTETS),
    PARTICIPANT_PROVIDED_INFO(8, Form.OCTETS),
    STATUS_INFO(9, Form.OCTETS),
    SUPPORTED_ATTRIBUTES(10, Form.OCTETS),
    SUPPORTED_PRIMITIVES(11, Form.OCTETS),
    USER_DISPLAY_NAME(12, Form.OCTETS),
    USER_URI(13, Form.OCTETS),
    BENEFICIARY_INFORMATION(14, Form.GROUP),
    FLOOR_REQUEST_INFORMATION(15, Form.GROUP),
    REQUESTED_BY_INFORMATION(16, Form.GROUP),
    FLOOR_REQUEST_STATUS(17, Form.GROUP),
    OVERALL_REQUEST_STATUS(18, Form.GROUP);

    /** How the contents of an attribute are laid out. */
    enum Form {
        /** Two octets. */
        SIXTEEN_BITS,
        /** Up to 253 octets. */
        OCTETS,
        /** An id of two octets, then attributes. */
        GROUP
    }

    private final int code;
    private final Form form;

    AttributeType(int code, Form form) {
        this.code = code;
        this.form = form;
    }

    /** Its seven bits in an attribute's first octet. */
    public int code() {
        return code;
    }

    Form form() {
        return form;
    }

    /** The attribute of those seven bits; empty where RFC 8855 has none. */
    public static Optional<AttributeType> of(int code) {
        AttributeType[] all = values();
        return code >= 1 && code <= all.length ? Optional.of(all[code - 1]) : Optional.empty();
    }
}
