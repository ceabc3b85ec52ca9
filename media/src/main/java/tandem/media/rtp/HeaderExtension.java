package tandem.media.rtp;

/** Finds one element among the header extensions of a packet (RFC 8285), in both forms. A view: one is used for all packets. */
public final class HeaderExtension {
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000; // the low four bits are the application's

    private byte[] bytes = {};
    private int offset;
    private int length;

    /**
     * Looks for the element with that id in a packet that begins its array.
     *
     * @param id as it was agreed, 1 to 14, or up to 255 in the two-byte form
     * @return false when there is none
     */
    public boolean find(RtpPacket packet, int id) {
        bytes = packet.bytes();
        if ((bytes[0] & 0x10) == 0) {
            return false;
        }
        int at = RtpPacket.FIXED_HEADER + 4 * (bytes[0] & 0x0F);
        int end = packet.payload();
        if (at + 4 > end) {
            return false;
        }
        int profile = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
        if (profile == ONE_BYTE_PROFILE) {
            return oneByte(id, at + 4, end);
        }
        return (profile & 0xFFF0) == TWO_BYTE_PROFILE && twoByte(id, at + 4, end);
    }

    /** Section 4.2: four bits of id, four of length less one; id 0 is padding, id 15 ends the list. */
    private boolean oneByte(int id, int from, int end) {
        for (int at = from; at < end; ) {
            int head = bytes[at] & 0xFF;
            if (head >> 4 == 15) {
                return false;
            }
            int octets = (head & 0x0F) + 1;
            if (head >> 4 == id) {
                return found(at + 1, octets, end);
            }
            at += head == 0 ? 1 : 1 + octets;
        }
        return false;
    }

    /** Section 4.3: an octet of id and one of length; id 0 is padding. */
    private boolean twoByte(int id, int from, int end) {
        for (int at = from; at + 1 < end; ) {
            int element = bytes[at] & 0xFF;
            int octets = bytes[at + 1] & 0xFF;
            if (element == id) {
                return found(at + 2, octets, end);
            }
            at += element == 0 ? 1 : 2 + octets;
        }
        return false;
    }

    private boolean found(int at, int octets, int end) {
        offset = at;
        length = octets;
        return at + octets <= end;
    }

    /** Where the element's data begins in the packet's array. */
    public int offset() {
        return offset;
    }

    /** Octets of the element's data. */
    public int length() {
        return length;
    }

    /** The data as a number of 16 bits, such as a transport-wide sequence number; -1 where it is shorter. */
    public int number16() {
        return length < 2 ? -1 : (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
    }

    /** Writes the low 16 bits of a number into data of at least two octets; nothing where it is shorter. */
    public void number16(int number) {
        if (length >= 2) {
            bytes[offset] = (byte) (number >> 8);
            bytes[offset + 1] = (byte) number;
        }
    }
}
