package tandem.media.rtcp;

/** What feedback packets said (RFC 4585, RFC 5104 and two drafts that browsers speak). Rates are in bit/s. */
public interface RtcpFeedback {
    /** Nobody asks for feedback. */
    RtcpFeedback NONE = new RtcpFeedback() {};

    /** PLI (RFC 4585 section 6.3.1): somebody lost a picture of the stream {@code media}. */
    default void onPictureLoss(int media) {}

    /**
     * FIR (RFC 5104 section 4.3.1): {@code sender} asks for a key frame of the stream {@code target}.
     *
     * @param sequence 0 to 255; the same one again is the same request again
     */
    default void onFullIntraRequest(int sender, int target, int sequence) {}

    /** Generic NACK (RFC 4585 section 6.2.1): one lost packet of the stream {@code media}; told for each. */
    default void onNack(int media, int sequence) {}

    /**
     * TMMBR (RFC 5104 section 4.2.1): {@code sender} asks that the stream {@code target} be no faster.
     *
     * @param overhead octets a packet measured, 0 to 511
     */
    default void onMaxRateRequest(int sender, int target, long bitsPerSecond, int overhead) {}

    /** TMMBN (RFC 5104 section 4.2.2): {@code sender} keeps to the bound of which {@code owner} is the owner; told for each. */
    default void onMaxRateNotification(int sender, int owner, long bitsPerSecond, int overhead) {}

    /** REMB (draft-alvestrand-rmcat-remb section 2.2) about the stream {@code media}; told for each of them. */
    default void onReceiverEstimate(int media, long bitsPerSecond) {}

    /** Transport-wide feedback; the view is valid during the call. */
    default void onTransport(TransportFeedback report) {}
}
