package tandem.media.rtcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tandem.media.rtp.RtpSource;

/** Writes our compound packets: SR or RR, then SDES with the CNAME, then BYE at the end (RFC 3550 section 6.1). */
final class RtcpWriter {
    private static final int CNAME = 1;
    private static final int MAX_CUMULATIVE = 0x7F_FFFF;
    private final int ssrc;
    private final byte[] cname;

    RtcpWriter(int ssrc, String cname) {
        this.ssrc = ssrc;
        this.cname = cname.getBytes(StandardCharsets.US_ASCII);
    }

    /** What a sender report says of the sender besides its name. */
    record Sent(long epochMs, int rtpTimestamp, long packets, long octets) {}

    void senderReport(ByteBuffer into, Sent sent, int blocks) {
        head(into, blocks, RtcpReader.SR, 6 + 6 * blocks);
        into.putInt(ssrc);
        into.putLong(ntp(sent.epochMs()));
        into.putInt(sent.rtpTimestamp());
        into.putInt((int) sent.packets());
        into.putInt((int) sent.octets());
    }

    void receiverReport(ByteBuffer into, int blocks) {
        head(into, blocks, RtcpReader.RR, 1 + 6 * blocks);
        into.putInt(ssrc);
    }

    /**
     * A report block on what we heard.
     *
     * @param lastSr middle of the NTP stamp of its last sender report, 0 for none
     * @param delay since that came, in 1/65536 s
     */
    void block(ByteBuffer into, RtpSource heard, int lastSr, int delay) {
        into.putInt(heard.ssrc());
        into.putInt(heard.fractionLost() << 24 | (int) Math.min(MAX_CUMULATIVE, heard.lost()));
        into.putInt((int) heard.extendedMax());
        into.putInt((int) heard.jitterUnits());
        into.putInt(lastSr);
        into.putInt(delay);
    }

    void description(ByteBuffer into) {
        int chunk = 4 + 2 + cname.length + 1;
        int padded = (chunk + 3) / 4 * 4;
        head(into, 1, RtcpReader.SDES, padded / 4);
        into.putInt(ssrc);
        into.put((byte) CNAME).put((byte) cname.length).put(cname);
        for (int i = chunk - 1; i < padded; i++) {
            into.put((byte) 0);
        }
    }

    void bye(ByteBuffer into) {
        head(into, 1, RtcpReader.BYE, 1);
        into.putInt(ssrc);
    }

    private static void head(ByteBuffer into, int count, int type, int words) {
        into.put((byte) (0x80 | count)).put((byte) type).putShort((short) words);
    }

    /** RFC 3550 section 4: seconds since 1900 and a binary fraction. */
    static long ntp(long epochMs) {
        long seconds = Math.floorDiv(epochMs, 1000L) + 2_208_988_800L;
        long fraction = (Math.floorMod(epochMs, 1000L) << 32) / 1000;
        return seconds << 32 | fraction;
    }
}
