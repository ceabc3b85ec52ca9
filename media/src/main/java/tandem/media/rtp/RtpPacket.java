package tandem.media.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A view of one RTP packet (RFC 3550 section 5.1) in an array that belongs to somebody else; read and rewritten in place.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * |                   CSRC, extension, payload                    |
 * </pre>
 */
public final class RtpPacket {
    /** Octets of the fixed header. */
    public static final int FIXED_HEADER = 12;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000; // the low four bits are the application's
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[FIXED_HEADER];
    private int base;
    private int length;
    private int extension;
    private int payload;
    private int payloadLength;

    /**
     * Looks at the first {@code length} octets; false when they are no RTP packet, and then the view means nothing. Where the
     * packet is still encrypted, so is the padding count: {@link #strip} is for afterwards.
     */
    public boolean wrap(byte[] datagram, int length) {
        if (length < FIXED_HEADER || (datagram[0] & 0xC0) != 0x80) {
            return false;
        }
        bytes = datagram;
        base = 0;
        this.length = length;
        extension = FIXED_HEADER + 4 * (datagram[0] & 0x0F);
        payload = extension;
        if ((datagram[0] & 0x10) != 0) {
            if (extension + 4 > length) {
                return false;
            }
            payload = extension + 4 + 4 * (short16(extension + 2) & 0xFFFF);
        }
        payloadLength = length - payload;
        return payloadLength >= 0;
    }

    /** Takes the padding off (P bit), once the packet is in the clear; false when it is longer than the payload. */
    public boolean strip() {
        if ((bytes[0] & 0x20) == 0) {
            return true;
        }
        int padding = payloadLength == 0 ? 0 : bytes[length - 1] & 0xFF;
        if (padding == 0 || padding > payloadLength) {
            return false;
        }
        bytes[0] &= (byte) ~0x20;
        length -= padding;
        payloadLength -= padding;
        return true;
    }

    /** Writes a header without extension at the front of {@code into} and wraps it with a payload of that length behind it. */
    public void write(byte[] into, int payloadType, boolean marker, int payloadOctets) {
        bytes = into;
        base = 0;
        into[0] = (byte) 0x80;
        into[1] = (byte) (payloadType | (marker ? 0x80 : 0));
        extension = FIXED_HEADER;
        payload = FIXED_HEADER;
        payloadLength = payloadOctets;
        length = FIXED_HEADER + payloadOctets;
    }

    /** The array looked at. */
    public byte[] bytes() {
        return bytes;
    }

    /** Octets of the whole packet. */
    public int length() {
        return length;
    }

    /** Where the payload begins. */
    public int payload() {
        return payload;
    }

    /** Octets of the payload, possibly none. */
    public int payloadLength() {
        return payloadLength;
    }

    /** The packet has that many octets now: protection was taken off. The header stays. */
    public void length(int octets) {
        length = octets;
        payloadLength = octets - payload;
    }

    /** The marker bit. */
    public boolean marker() {
        return (bytes[base + 1] & 0x80) != 0;
    }

    /** Sets the marker bit. */
    public void marker(boolean set) {
        bytes[base + 1] = (byte) (set ? bytes[base + 1] | 0x80 : bytes[base + 1] & 0x7F);
    }

    /** The payload type, 0 to 127. */
    public int payloadType() {
        return bytes[base + 1] & 0x7F;
    }

    /** Writes the payload type, 0 to 127. */
    public void payloadType(int type) {
        bytes[base + 1] = (byte) ((bytes[base + 1] & 0x80) | type);
    }

    /** The sequence number, 0 to 65535. */
    public int sequence() {
        return short16(base + 2) & 0xFFFF;
    }

    /** Writes the low 16 bits as the sequence number. */
    public void sequence(int number) {
        SHORT.set(bytes, base + 2, (short) number);
    }

    /** The timestamp in units of the payload's clock, as unsigned 32 bits. */
    public int timestamp() {
        return (int) INT.get(bytes, base + 4);
    }

    /** Writes the timestamp. */
    public void timestamp(int units) {
        INT.set(bytes, base + 4, units);
    }

    /** The synchronisation source. */
    public int ssrc() {
        return (int) INT.get(bytes, base + 8);
    }

    /** Writes the synchronisation source. */
    public void ssrc(int source) {
        INT.set(bytes, base + 8, source);
    }

    /**
     * Takes CSRC list and header extension out, so that what one peer numbered does not reach another who never agreed to it.
     * The fixed header moves towards the payload; {@link #start} says where the packet begins now.
     */
    public int start() {
        int start = payload - FIXED_HEADER;
        if (start == 0) {
            return 0;
        }
        System.arraycopy(bytes, 0, bytes, start, FIXED_HEADER);
        bytes[start] &= (byte) 0xE0; // no X, no CC
        return start;
    }

    /** Looks at a packet without extension or CSRC that begins at {@code start}, to rewrite it. */
    void wrapAt(byte[] in, int start, int octets) {
        bytes = in;
        base = start;
        length = octets;
        payload = start + FIXED_HEADER;
        extension = payload;
        payloadLength = octets - FIXED_HEADER;
    }

    /**
     * The level a client-to-mixer extension states (RFC 6464) under that id.
     *
     * @return 0 (loudest) to 127 (silence) in -dBov, with 0x80 set where the sender says it is voice; -1 when there is none
     */
    public int audioLevel(int id) {
        if (payload == extension) {
            return -1;
        }
        int profile = short16(extension) & 0xFFFF;
        if (profile == ONE_BYTE_PROFILE) {
            return oneByte(id);
        }
        return (profile & 0xFFF0) == TWO_BYTE_PROFILE ? twoByte(id) : -1;
    }

    /** RFC 8285 section 4.2: four bits of id, four of length less one; id 0 is padding, id 15 ends the list. */
    private int oneByte(int id) {
        for (int i = extension + 4; i < payload; ) {
            int head = bytes[i] & 0xFF;
            if (head >> 4 == 15) {
                return -1;
            }
            if (head >> 4 == id && i + 1 < payload) {
                return bytes[i + 1] & 0xFF;
            }
            i += head == 0 ? 1 : (head & 0x0F) + 2;
        }
        return -1;
    }

    /** RFC 8285 section 4.3: an octet of id and one of length; id 0 is padding. */
    private int twoByte(int id) {
        for (int i = extension + 4; i + 1 < payload; ) {
            int element = bytes[i] & 0xFF;
            int octets = bytes[i + 1] & 0xFF;
            if (element == id && octets > 0 && i + 2 < payload) {
                return bytes[i + 2] & 0xFF;
            }
            i += element == 0 ? 1 : octets + 2;
        }
        return -1;
    }

    private short short16(int at) {
        return (short) SHORT.get(bytes, at);
    }
}
