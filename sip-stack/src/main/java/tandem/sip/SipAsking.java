package tandem.sip;

/** A request outside dialogs that is under way. On the signalling loop. */
public interface SipAsking {
    /** Its Call-ID. */
    String callId();

    /** Nobody waits for the response any more: nothing more is sent or reported. */
    void forget();
}
