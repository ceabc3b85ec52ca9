package tandem.media.rtcp;

/** What feedback packets said (RFC 4585, RFC 5104 and two drafts that browsers speak). Rates are in bit/s. */
public interface RtcpFeedback {
    /** Nobody asks for feedback. */
    RtcpFeedback NONE = new RtcpFeedback() {
        @Override
        public void onPictureLoss(int media) {}

        @Override
        public void onFullIntraRequest(int sender, int target, int sequence) {}

        @Override
        public void onNack(int media, int sequence) {}

        @Override
        public void onMaxRateRequest(int sender, int target, long bitsPerSecond, int overhead) {}

        @Override
        public void onMaxRateNotification(int sender, int owner, long bitsPerSecond, int overhead) {}

        @Override
        public void onReceiverEstimate(int media, long bitsPerSecond) {}

        @Override
        public void onTransport(TransportFeedback report) {}
    };

    /** PLI (RFC 4585 section 6.3.1): somebody lost a picture of the stream {@code media}. */
    void onPictureLoss(int media);

    /**
     * FIR (RFC 5104 section 4.3.1): {@code sender} asks for a key frame of the stream {@code target}.
     *
     * @param sequence 0 to 255; the same one again is the same request again
     */
    void onFullIntraRequest(int sender, int target, int sequence);

    /** Generic NACK (RFC 4585 section 6.2.1): one lost packet of the stream {@code media}; told for each. */
    void onNack(int media, int sequence);

    /**
     * TMMBR (RFC 5104 section 4.2.1): {@code sender} asks that the stream {@code target} be no faster.
     *
     * @param overhead octets a packet measured, 0 to 511
     */
    void onMaxRateRequest(int sender, int target, long bitsPerSecond, int overhead);

    /** TMMBN (RFC 5104 section 4.2.2): {@code sender} keeps to the bound of which {@code owner} is the owner; told for each. */
    void onMaxRateNotification(int sender, int owner, long bitsPerSecond, int overhead);

    /** REMB (draft-alvestrand-rmcat-remb section 2.2) about the stream {@code media}; told for each of them. */
    void onReceiverEstimate(int media, long bitsPerSecond);

    /** Transport-wide feedback; the view is valid during the call. */
    void onTransport(TransportFeedback report);
}
