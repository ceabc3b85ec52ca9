package tandem.sip.message;

/**
 * A malformed request that is to be answered statelessly.
 *
 * @param status 400, 505, 513 ...
 * @param reason the reason phrase, which says what is wrong
 * @param salvage what could be read of it, at least one Via, maybe malformed: enough for {@link Response#to}, not more
 */
public record Refused(int status, String reason, Request salvage) implements Reading {
    /** The response to send. */
    public Response response() {
        return Response.to(salvage, status, reason);
    }
}
