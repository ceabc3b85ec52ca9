package tandem.sip;

/**
 * Requests outside dialogs that follow each other, such as one account's REGISTERs: one Call-ID, a CSeq that rises (RFC 3261 10.2), and
 * what was learnt of the peer's digest challenges, so that the next request is not challenged again. One at a time; made by
 * {@link SipStack#series}. On the signalling loop.
 */
public interface SipSeries {
    /** The Call-ID of all of them. */
    String callId();
}
