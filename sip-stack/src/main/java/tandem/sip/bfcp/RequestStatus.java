package tandem.sip.bfcp;

import java.util.Optional;

/** How far a floor request has come (RFC 8855 5.2.5, table 4), and what may follow what. */
public enum RequestStatus {
    PENDING(1),
    ACCEPTED(2),
    GRANTED(3),
    DENIED(4),
    CANCELLED(5),
    RELEASED(6),
    REVOKED(7);

    private final int code;

    RequestStatus(int code) {
        this.code = code;
    }

    /** Its octet in REQUEST-STATUS. */
    public int code() {
        return code;
    }

    /** The status of that octet; empty where RFC 8855 has none. */
    public static Optional<RequestStatus> of(int code) {
        RequestStatus[] all = values();
        return code >= 1 && code <= all.length ? Optional.of(all[code - 1]) : Optional.empty();
    }

    /** Whether the request is still there: it waits or holds. */
    public boolean ongoing() {
        return switch (this) {
            case PENDING, ACCEPTED, GRANTED -> true;
            case DENIED, CANCELLED, RELEASED, REVOKED -> false;
        };
    }

    /** Whether a request of this status may come to that one. */
    boolean mayBecome(RequestStatus next) {
        return switch (this) {
            case PENDING -> next == ACCEPTED || next == GRANTED || next == DENIED || next == CANCELLED;
            case ACCEPTED -> next == ACCEPTED || next == GRANTED || next == DENIED || next == CANCELLED;
            case GRANTED -> next == RELEASED || next == REVOKED;
            case DENIED, CANCELLED, RELEASED, REVOKED -> false;
        };
    }
}
