package tandem.sip.transaction;

import tandem.sip.SipResponse;

/** A request of ours on its way, as the transport side sees it. */
public sealed interface ClientTransaction permits InviteClient, PlainClient {
    /** A response that matches this transaction. */
    void receive(SipResponse response);

    /** The transport could not send, or lost the connection (RFC 3261 17.1.4). */
    void fail(String what);

    /** The user no longer waits for a final response: no timeout is reported and nothing more is sent. */
    void abandon();

    /** Who made the request. */
    interface User {
        /** A response: provisional ones and the first final one; of an INVITE every 2xx. */
        void onResponse(SipResponse response);

        /** Nothing came within 64*T1. */
        void onTimeout();

        /** The transport failed before a final response. */
        void onFailure(String what);

        /** The transaction is over and can be forgotten. */
        void onTerminated();
    }
}
