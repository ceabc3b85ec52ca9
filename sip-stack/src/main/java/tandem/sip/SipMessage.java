package tandem.sip;

import java.util.List;
import java.util.Optional;

/** A SIP message as read, or as built to be sent. Header names are matched without regard to case and compact form. */
public sealed interface SipMessage permits SipRequest, SipResponse {
    /** The first value of that header, unfolded; empty when absent. */
    Optional<String> header(String name);

    /** All values of that header in order, comma-separated ones told apart where the header's grammar has lists. */
    List<String> headers(String name);

    /** Call-ID. */
    String callId();

    /** Sequence number of CSeq, 0 to 2^31-1. */
    long cseq();

    /** Method of CSeq. */
    String cseqMethod();

    /** URI of From. */
    String fromUri();

    /** Display name of From, without quotes; or empty. */
    String fromName();

    /** Tag of From, or empty. */
    String fromTag();

    /** URI of To. */
    String toUri();

    /** Tag of To, or empty. */
    String toTag();

    /** The body with its type; empty when there is none. */
    Optional<Body> body();
}
