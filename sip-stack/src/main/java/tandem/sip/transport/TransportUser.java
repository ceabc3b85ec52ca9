package tandem.sip.transport;

import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Whom the transports report to, on the loop. */
public interface TransportUser {
    /**
     * A message came, before it is handed on; or came and was refused, or was such a refusal and {@code sent}, of which nothing else is
     * told.
     */
    default void onPassed(String callId, boolean sent, byte[] octets, Flow flow) {}

    /** A well-formed request; its top Via carries received and rport already. Answer by {@link Transports#reply}. */
    void onRequest(Request request, Flow flow);

    /** A well-formed response. */
    void onResponse(Response response, Flow flow);

    /** A connection is gone; what was sent by it and is not answered yet will not be answered by it. */
    void onClosed(Flow flow, String why);
}
