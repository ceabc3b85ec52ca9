package tandem.media.rtcp;

import java.nio.ByteBuffer;

/**
 * Writes feedback packets (RFC 4585, RFC 5104, draft-alvestrand-rmcat-remb) behind what is in a buffer already: a report before
 * them, or nothing where reduced size was agreed (RFC 5506). Each needs its octets free in the buffer. Rates are in bit/s.
 */
public final class FeedbackWriter {
    /** Octets of the longest packet beside NACK: one entry or source each. */
    public static final int LONGEST = 24;

    private static final int MOST_MANTISSA_TMMBR = 0x1FFFF;
    private static final int MOST_MANTISSA_REMB = 0x3FFFF;
    private static final int MOST_OVERHEAD = 0x1FF;
    private static final int MOST_LOST = 17;

    private final int ssrc;

    /** Feedback from the source {@code ssrc}. */
    public FeedbackWriter(int ssrc) {
        this.ssrc = ssrc;
    }

    static void head(ByteBuffer into, int format, int type, int words) {
        into.put((byte) (0x80 | format)).put((byte) type).putShort((short) words);
    }

    private void head(ByteBuffer into, int format, int type, int words, int media) {
        head(into, format, type, words);
        into.putInt(ssrc).putInt(media);
    }

    /** PLI about the stream {@code media} (RFC 4585 section 6.3.1). */
    public void pictureLoss(ByteBuffer into, int media) {
        head(into, FeedbackReader.PLI, FeedbackReader.PAYLOAD, 2, media);
    }

    /**
     * FIR about the stream {@code target} (RFC 5104 section 4.3.1).
     *
     * @param sequence its low eight bits count: another request has another one, a repetition has the same
     */
    public void fullIntra(ByteBuffer into, int target, int sequence) {
        head(into, FeedbackReader.FIR, FeedbackReader.PAYLOAD, 4, 0);
        into.putInt(target).putInt(sequence << 24);
    }

    /**
     * Generic NACK about packets of the stream {@code media} (RFC 4585 section 6.2.1).
     *
     * @param lost their numbers in the order of sequence numbers, the first {@code count} of them
     * @return how many were written: as many as fit the buffer
     */
    public int nack(ByteBuffer into, int media, int[] lost, int count) {
        int start = into.position();
        if (count == 0 || into.remaining() < 16) {
            return 0;
        }
        head(into, FeedbackReader.NACK, FeedbackReader.TRANSPORT, 2, media);
        int written = 0;
        int words = 2;
        while (written < count && into.remaining() >= 4) {
            int first = lost[written++] & 0xFFFF;
            int more = 0;
            while (written < count && ((lost[written] - first) & 0xFFFF) < MOST_LOST) {
                int after = (lost[written++] - first) & 0xFFFF;
                more |= after == 0 ? 0 : 1 << (after - 1);
            }
            into.putInt(first << 16 | more);
            words++;
        }
        into.putShort(start + 2, (short) words);
        return written;
    }

    /** TMMBR: the stream {@code target} is to be no faster (RFC 5104 section 4.2.1). */
    public void maxRateRequest(ByteBuffer into, int target, long bitsPerSecond, int overhead) {
        head(into, FeedbackReader.TMMBR, FeedbackReader.TRANSPORT, 4, 0);
        rate(into, target, bitsPerSecond, overhead);
    }

    /** TMMBN: we keep to that bound, of which {@code owner} is the owner (RFC 5104 section 4.2.2). */
    public void maxRateNotification(ByteBuffer into, int owner, long bitsPerSecond, int overhead) {
        head(into, FeedbackReader.TMMBN, FeedbackReader.TRANSPORT, 4, 0);
        rate(into, owner, bitsPerSecond, overhead);
    }

    private static void rate(ByteBuffer into, int source, long bitsPerSecond, int overhead) {
        int shift = shift(bitsPerSecond, MOST_MANTISSA_TMMBR);
        int mantissa = (int) (bitsPerSecond >> shift);
        into.putInt(source).putInt(shift << 26 | mantissa << 9 | Math.min(MOST_OVERHEAD, overhead));
    }

    /** REMB about the stream {@code media} (draft-alvestrand-rmcat-remb section 2.2). */
    public void receiverEstimate(ByteBuffer into, int media, long bitsPerSecond) {
        head(into, FeedbackReader.APPLICATION, FeedbackReader.PAYLOAD, 5, 0);
        int shift = shift(bitsPerSecond, MOST_MANTISSA_REMB);
        int mantissa = (int) (bitsPerSecond >> shift);
        into.putInt(FeedbackReader.REMB)
                .putInt(1 << 24 | shift << 18 | mantissa)
                .putInt(media);
    }

    private static int shift(long value, int most) {
        int shift = 0;
        while (value >> shift > most) {
            shift++;
        }
        return shift;
    }
}
