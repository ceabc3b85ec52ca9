package tandem.sip;

/** What becomes of a request outside dialogs: exactly one of these, once, after {@link SipStack#send} returned. On the signalling loop. */
public interface SipAskEvents {
    /** A final response, 200 to 699: of the last hop that was tried, where more than one was. */
    void onAnswered(SipAnswer answer);

    /**
     * No final response by any hop.
     *
     * @param why in words: which address or name, and what of it
     */
    void onUnanswered(String why);

    /**
     * The same, where the last hop was silent until the time was up (RFC 3261 timer F): nothing more is known of it.
     *
     * @param hop address and transport, in words
     */
    default void onSilent(String hop) {
        onUnanswered(hop + ": no response");
    }
}
