package tandem.media.video;

import tandem.media.rtp.RtpPacket;

/**
 * Retransmissions in a stream of their own (RFC 4588 section 4): the payload begins with the original sequence number.
 *
 * <pre>
 * |                         RTP header                            |
 * |            OSN                |                               |
 * |                     original payload                          |
 * </pre>
 */
public final class Rtx {
    /** Octets a retransmission is longer than its original. */
    public static final int OVERHEAD = 2;

    private Rtx() {}

    /**
     * Writes a packet as a retransmission: its header with extensions, original number, payload. Payload type, SSRC and sequence number
     * of its own stream are for the caller to write.
     *
     * @param original holds a packet at {@code offset}, {@code length} octets
     * @param into has {@code length} and {@link #OVERHEAD} octets
     * @return its octets, or -1 when the original is none
     */
    public static int wrap(byte[] original, int offset, int length, byte[] into) {
        int head = header(original, offset, length);
        if (head < 0 || length + OVERHEAD > into.length) {
            return -1;
        }
        System.arraycopy(original, offset, into, 0, head);
        into[head] = original[offset + 2];
        into[head + 1] = original[offset + 3];
        System.arraycopy(original, offset + head, into, head + OVERHEAD, length - head);
        return length + OVERHEAD;
    }

    private static int header(byte[] bytes, int offset, int length) {
        if (length < RtpPacket.FIXED_HEADER) {
            return -1;
        }
        int head = RtpPacket.FIXED_HEADER + 4 * (bytes[offset] & 0x0F);
        if ((bytes[offset] & 0x10) != 0) {
            if (head + 4 > length) {
                return -1;
            }
            head += 4 + 4 * ((bytes[offset + head + 2] & 0xFF) << 8 | (bytes[offset + head + 3] & 0xFF));
        }
        return head <= length ? head : -1;
    }

    /**
     * Makes a retransmission, in place, the original it was; padding has been taken off.
     *
     * @return false when it holds none, as those do that only probe
     */
    public static boolean unwrap(RtpPacket packet, int payloadType, int ssrc) {
        int octets = packet.payloadLength() - OVERHEAD;
        if (octets < 0) {
            return false;
        }
        byte[] bytes = packet.bytes();
        int at = packet.payload();
        int original = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        System.arraycopy(bytes, at + OVERHEAD, bytes, at, octets);
        packet.length(packet.length() - OVERHEAD);
        packet.sequence(original);
        packet.payloadType(payloadType);
        packet.ssrc(ssrc);
        return true;
    }
}
