package tandem.media.video;

/**
 * A view of the payload descriptor of VP8 (RFC 7741 section 4.2), read and rewritten in place.
 *
 * <pre>
 * |X|R|N|S|R| PID |
 * |I|L|T|K|  RSV  |   if X
 * |M| PictureID   |   if I; 15 bits if M
 * |   TL0PICIDX   |   if L
 * |TID|Y| KEYIDX  |   if T or K
 * </pre>
 */
public final class Vp8Descriptor extends PictureNumbers {
    private static final int SHORT_HEADER = 3;
    private static final int KEY_HEADER = 10;

    private int offset;
    private int end;
    private int payload;
    private int layerAt;
    private int flags;

    /** Looks at a payload; false when it is none, and then the view means nothing. */
    @Override
    public boolean wrap(byte[] in, int from, int length) {
        bytes = in;
        offset = from;
        end = from + length;
        pictureAt = -1;
        baseAt = -1;
        layerAt = -1;
        flags = 0;
        if (length < 2) {
            return false;
        }
        int at = from + 1;
        if ((in[from] & 0x80) != 0) {
            flags = in[at++];
            at = optional(at);
        }
        payload = at;
        return at < end;
    }

    private int optional(int from) {
        int at = from;
        if ((flags & 0x80) != 0 && at < end) {
            pictureAt = at;
            at += (bytes[at] & 0x80) != 0 ? 2 : 1;
        }
        if ((flags & 0x40) != 0) {
            baseAt = at++;
        }
        if ((flags & 0x30) != 0) {
            layerAt = at++;
        }
        return at;
    }

    /**
     * Writes a descriptor at the front of {@code into}, without what is negative.
     *
     * @param start whether the frame begins here (its first partition)
     * @param pictureId written in 15 bits
     * @param tl0PicIdx in eight bits
     * @param temporalId 0 to 3
     * @param keyIndex 0 to 31
     * @return its octets, six at most
     */
    public static int write(byte[] into, boolean start, int pictureId, int tl0PicIdx, int temporalId, int keyIndex) {
        int flags = (pictureId < 0 ? 0 : 0x80)
                | (tl0PicIdx < 0 ? 0 : 0x40)
                | (temporalId < 0 ? 0 : 0x20)
                | (keyIndex < 0 ? 0 : 0x10);
        into[0] = (byte) ((flags == 0 ? 0 : 0x80) | (start ? 0x10 : 0));
        if (flags == 0) {
            return 1;
        }
        into[1] = (byte) flags;
        int at = 2;
        if (pictureId >= 0) {
            into[at++] = (byte) (0x80 | (pictureId >> 8 & 0x7F));
            into[at++] = (byte) pictureId;
        }
        if (tl0PicIdx >= 0) {
            into[at++] = (byte) tl0PicIdx;
        }
        if ((flags & 0x30) != 0) {
            into[at++] = (byte) (Math.max(0, temporalId) << 6 | (Math.max(0, keyIndex) & 0x1F));
        }
        return at;
    }

    /** Octets of the descriptor. */
    public int length() {
        return payload - offset;
    }

    /** Whether a partition begins here. */
    public boolean start() {
        return (bytes[offset] & 0x10) != 0;
    }

    /** Whether no other frame refers to this one. */
    public boolean discardable() {
        return (bytes[offset] & 0x20) != 0;
    }

    /** The index of the partition, 0 to 7. */
    public int partition() {
        return bytes[offset] & 0x07;
    }

    /** Whether a frame begins here. */
    public boolean startOfFrame() {
        return start() && partition() == 0;
    }

    /** The temporal layer, 0 to 3; 0 where none is stated. */
    public int temporalId() {
        return (flags & 0x20) == 0 ? 0 : bytes[layerAt] >> 6 & 0x03;
    }

    /** Whether the frame refers to the lowest layer only: a receiver may go up here (Y bit). */
    public boolean layerSync() {
        return (flags & 0x20) != 0 && (bytes[layerAt] & 0x20) != 0;
    }

    /** KEYIDX, 0 to 31, or -1. */
    public int keyIndex() {
        return (flags & 0x10) == 0 ? -1 : bytes[layerAt] & 0x1F;
    }

    /** Whether a key frame begins here (section 4.3: the P bit of the payload header). */
    public boolean keyFrame() {
        return startOfFrame() && (bytes[payload] & 0x01) == 0;
    }

    /** The width a key frame that begins here states (RFC 6386 section 9.1), or 0. */
    public int width() {
        return side(6);
    }

    /** The height a key frame that begins here states, or 0. */
    public int height() {
        return side(8);
    }

    private int side(int at) {
        if (!keyFrame() || !sized(bytes, payload, end - payload)) {
            return 0;
        }
        return (bytes[payload + at] & 0xFF) | (bytes[payload + at + 1] & 0x3F) << 8;
    }

    /** Whether a key frame has its start code and size. */
    private static boolean sized(byte[] bytes, int at, int length) {
        return length >= KEY_HEADER
                && (bytes[at + SHORT_HEADER] & 0xFF) == 0x9D
                && bytes[at + SHORT_HEADER + 1] == 0x01
                && bytes[at + SHORT_HEADER + 2] == 0x2A;
    }
}
