package tandem.media.rtcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a compound RTCP packet (RFC 3550 section 6.1), reduced-size ones (RFC 5506) too. Nothing is told of a compound whose
 * outline is broken.
 */
public final class RtcpReader {
    /** Sender report. */
    public static final int SR = 200;

    /** Receiver report. */
    public static final int RR = 201;

    /** Source description. */
    public static final int SDES = 202;

    /** Goodbye. */
    public static final int BYE = 203;

    private static final int HEADER = 4;
    private static final int SENDER_INFO = 20;
    private static final int REPORT_BLOCK = 24;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final Facts facts;
    private final FeedbackReader feedback;

    /** What a packet said. */
    public interface Facts {
        /** RFC 3550 section 6.4.1; {@code ntp} is the middle 32 bits of the sender's NTP stamp. */
        void onSenderReport(int ssrc, int ntp, int rtpTimestamp);

        /**
         * A report block about the stream {@code source}.
         *
         * @param fractionLost in 256ths since its last report
         * @param jitter in units of the stream's clock
         * @param lastSr middle 32 bits of our report it saw last, 0 for none
         * @param delay since then, in 1/65536 s
         */
        void onReport(int source, int fractionLost, long jitter, int lastSr, int delay);

        /** The source left. */
        void onBye(int ssrc);
    }

    /** A reader that tells {@code facts}, and nobody of feedback. */
    public RtcpReader(Facts facts) {
        this(facts, RtcpFeedback.NONE);
    }

    /** A reader that tells {@code facts} of reports and {@code feedback} of feedback. */
    public RtcpReader(Facts facts, RtcpFeedback feedback) {
        this.facts = facts;
        this.feedback = new FeedbackReader(feedback);
    }

    /** Feedback packets that could not be read, in compounds whose outline was sound. */
    public long malformedFeedback() {
        return feedback.malformed();
    }

    /** Reads a datagram; false when it is malformed, and then nothing was told. */
    public boolean read(byte[] bytes, int length) {
        if (!sound(bytes, length)) {
            return false;
        }
        for (int at = 0; at < length; ) {
            int end = at + octets(bytes, at);
            one(bytes, at, end);
            at = end;
        }
        return true;
    }

    private static boolean sound(byte[] bytes, int length) {
        if (length < 8) {
            return false;
        }
        int at = 0;
        while (at < length) {
            if (at + HEADER > length || (bytes[at] & 0xC0) != 0x80) {
                return false;
            }
            int end = at + octets(bytes, at);
            if (end > length || !fits(bytes, at, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    /** Whether the counted parts of a packet lie inside it. */
    private static boolean fits(byte[] bytes, int at, int end) {
        int count = bytes[at] & 0x1F;
        int body = end - at - HEADER;
        return switch (bytes[at + 1] & 0xFF) {
            case SR -> body >= 4 + SENDER_INFO + count * REPORT_BLOCK;
            case RR -> body >= 4 + count * REPORT_BLOCK;
            case BYE -> body >= 4 * count;
            default -> true; // SDES, XR, APP are not ours to judge; feedback is judged one by one
        };
    }

    private static int octets(byte[] bytes, int at) {
        return HEADER + 4 * ((short) SHORT.get(bytes, at + 2) & 0xFFFF);
    }

    private void one(byte[] bytes, int at, int end) {
        int count = bytes[at] & 0x1F;
        int body = at + HEADER;
        switch (bytes[at + 1] & 0xFF) {
            case SR -> {
                int ntp = short16(bytes, body + 6) << 16 | short16(bytes, body + 8);
                facts.onSenderReport(int32(bytes, body), ntp, int32(bytes, body + 12));
                blocks(bytes, body + 4 + SENDER_INFO, count);
            }
            case RR -> blocks(bytes, body + 4, count);
            case BYE -> {
                for (int i = 0; i < count && body + 4 * i + 4 <= end; i++) {
                    facts.onBye(int32(bytes, body + 4 * i));
                }
            }
            case FeedbackReader.TRANSPORT, FeedbackReader.PAYLOAD -> feedback.read(bytes, at, end);
            default -> {} // as above
        }
    }

    private void blocks(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            int at = from + i * REPORT_BLOCK;
            long jitter = int32(bytes, at + 12) & 0xFFFFFFFFL;
            facts.onReport(
                    int32(bytes, at), bytes[at + 4] & 0xFF, jitter, int32(bytes, at + 16), int32(bytes, at + 20));
        }
    }

    private static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    private static int short16(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }
}
