package tandem.media;

/**
 * One leg's media in figures.
 *
 * @param codec encoding name of what we receive, or empty
 * @param packetsReceived since the session opened
 * @param packetsSent since the session opened
 * @param packetsLost of what the peer sent, by RFC 3550 appendix A.3
 * @param lossPercent over the last five seconds
 * @param jitterMs interarrival jitter (RFC 3550 section 6.4.1)
 * @param rttMs round trip by RTCP, or -1
 * @param jitterBufferMs present depth
 * @param mos estimated listening quality 1.0 to 4.5 (ITU-T G.107)
 * @param secured suite of SRTP in use, or empty
 * @param speaking whether the peer speaks now
 * @param overall the same over all of the session
 */
public record MediaStats(
        String codec,
        long packetsReceived,
        long packetsSent,
        long packetsLost,
        double lossPercent,
        double jitterMs,
        double rttMs,
        int jitterBufferMs,
        double mos,
        String secured,
        boolean speaking,
        Overall overall) {
    /** Nothing measured yet. */
    public static final MediaStats NONE = new MediaStats("", 0, 0, 0, 0, 0, -1, 0, 0, "", false, Overall.NONE);

    /**
     * What it was like from the first packet to now.
     *
     * @param lossPercent of what the peer sent
     * @param jitterMs mean of the seconds' jitter
     * @param mostJitterMs the highest of them
     * @param rttMs mean round trip, or -1
     * @param mos estimated listening quality (ITU-T G.107) by that loss and the mean delay, 0 where nothing was heard
     * @param leastMos the lowest of the seconds' estimates, 0 where there is none
     */
    public record Overall(
            double lossPercent, double jitterMs, double mostJitterMs, double rttMs, double mos, double leastMos) {
        /** Nothing measured yet. */
        public static final Overall NONE = new Overall(0, 0, 0, -1, 0, 0);
    }
}
