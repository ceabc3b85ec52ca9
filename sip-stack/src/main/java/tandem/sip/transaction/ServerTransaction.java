package tandem.sip.transaction;

/** A request of the peer's on its way to an answer. */
public sealed interface ServerTransaction permits InviteServer, PlainServer {
    /** The same request came again. */
    void receiveAgain();

    /** Sends that response, encoded in {@code octets}; a second final one does nothing. */
    void respond(int status, byte[] octets);

    /** The transport failed. */
    void fail(String what);

    /** Whether a final response was sent, or the transaction is over. */
    boolean answered();

    /** Who answers. */
    interface User {
        /** The final response was never acknowledged, or could not be sent. */
        void onFailure(String what);

        /** The transaction is over and can be forgotten. */
        void onTerminated();
    }
}
