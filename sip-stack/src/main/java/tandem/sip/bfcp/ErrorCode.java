package tandem.sip.bfcp;

/** Why a request got an Error (RFC 8855 5.2.6, table 5). */
public enum ErrorCode {
    CONFERENCE_DOES_NOT_EXIST(1),
    USER_DOES_NOT_EXIST(2),
    UNKNOWN_PRIMITIVE(3),
    UNKNOWN_MANDATORY_ATTRIBUTE(4),
    UNAUTHORIZED_OPERATION(5),
    INVALID_FLOOR_ID(6),
    FLOOR_REQUEST_ID_DOES_NOT_EXIST(7),
    TOO_MANY_FLOOR_REQUESTS(8),
    USE_TLS(9),
    UNABLE_TO_PARSE(10),
    USE_DTLS(11),
    UNSUPPORTED_VERSION(12),
    INCORRECT_MESSAGE_LENGTH(13),
    GENERIC_ERROR(14);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** Its octet in ERROR-CODE. */
    public int code() {
        return code;
    }

    /** The reason of that octet; one that RFC 8855 does not have is {@link #GENERIC_ERROR}. */
    public static ErrorCode of(int code) {
        ErrorCode[] all = values();
        return code >= 1 && code <= all.length ? all[code - 1] : GENERIC_ERROR;
    }
}
