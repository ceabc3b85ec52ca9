package tandem.sip;

/** A SIP response. */
public non-sealed interface SipResponse extends SipMessage {
    /** The status code, 100 to 699. */
    int status();

    /** The reason phrase, or empty. */
    String reason();
}
