package tandem.media.video;

/**
 * A view of the payload descriptor of VP9 (RFC 9628 section 4.2), read and rewritten in place.
 *
 * <pre>
 * |I|P|L|F|B|E|V|Z|
 * |M| PICTURE ID  |       if I; 15 bits if M
 * | TID |U| SID |D|       if L
 * |   TL0PICIDX   |       if L and not F
 * |   P_DIFF    |N|       if F and P, up to three
 * | N_S |Y|G|-|-|-| ...   if V: the scalability structure
 * </pre>
 */
public final class Vp9Descriptor extends PictureNumbers {
    /** The most spatial layers. */
    public static final int MAX_LAYERS = 8;

    private static final int MOST_REFERENCES = 3;

    private int offset;
    private int end;
    private int payload;
    private int layerAt;
    private int sizesAt;
    private int spatialLayers;

    /** Looks at a payload; false when it is none, and then the view means nothing. */
    @Override
    public boolean wrap(byte[] in, int from, int length) {
        bytes = in;
        offset = from;
        end = from + length;
        pictureAt = -1;
        layerAt = -1;
        baseAt = -1;
        sizesAt = -1;
        spatialLayers = 0;
        if (length < 2) {
            return false;
        }
        int at = from + 1;
        int flags = in[from];
        if ((flags & 0x80) != 0) {
            pictureAt = at;
            at += (in[at] & 0x80) != 0 ? 2 : 1;
        }
        if ((flags & 0x20) != 0) {
            layerAt = at++;
            if ((flags & 0x10) == 0) {
                baseAt = at++;
            }
        }
        if ((flags & 0x50) == 0x50) {
            at = references(at);
        }
        payload = at < end && (flags & 0x02) != 0 ? structure(at) : at;
        return payload < end;
    }

    private int references(int from) {
        int at = from;
        for (int i = 0; i < MOST_REFERENCES && at < end; i++) {
            if ((bytes[at++] & 0x01) == 0) {
                return at;
            }
        }
        return end; // cut off, or a fourth one
    }

    /** Section 4.2.1: sizes of layers, and which pictures a picture refers to. */
    private int structure(int from) {
        int head = bytes[from];
        int at = from + 1;
        spatialLayers = (head >> 5 & 0x07) + 1;
        if ((head & 0x10) != 0) {
            sizesAt = at;
            at += 4 * spatialLayers;
        }
        if ((head & 0x08) != 0) {
            if (at >= end) {
                return end;
            }
            int pictures = bytes[at++] & 0xFF;
            for (int i = 0; i < pictures && at < end; i++) {
                at += 1 + (bytes[at] >> 2 & 0x03);
            }
        }
        return at;
    }

    /** Octets of the descriptor. */
    public int length() {
        return payload - offset;
    }

    /** Whether the frame refers to earlier pictures (P bit). */
    public boolean predicted() {
        return (bytes[offset] & 0x40) != 0;
    }

    /** Whether each frame states what it refers to (F bit). */
    public boolean flexible() {
        return (bytes[offset] & 0x10) != 0;
    }

    /** Whether a layer frame begins here (B bit). */
    public boolean startOfFrame() {
        return (bytes[offset] & 0x08) != 0;
    }

    /** Whether a layer frame ends here (E bit). */
    public boolean endOfFrame() {
        return (bytes[offset] & 0x04) != 0;
    }

    /** Whether higher spatial layers do not refer to this one (Z bit). */
    public boolean discardableAbove() {
        return (bytes[offset] & 0x01) != 0;
    }

    /** The temporal layer, 0 to 7; 0 where none is stated. */
    public int temporalId() {
        return layerAt < 0 ? 0 : bytes[layerAt] >> 5 & 0x07;
    }

    /** The spatial layer, 0 to 7; 0 where none is stated. */
    public int spatialId() {
        return layerAt < 0 ? 0 : bytes[layerAt] >> 1 & 0x07;
    }

    /** Whether a receiver may go up to this temporal layer here (U bit). */
    public boolean switchingUp() {
        return layerAt >= 0 && (bytes[layerAt] & 0x10) != 0;
    }

    /** Whether the frame refers to the spatial layer below (D bit). */
    public boolean interLayer() {
        return layerAt >= 0 && (bytes[layerAt] & 0x01) != 0;
    }

    /** Whether a key picture begins here: the lowest layer frame, and nothing earlier is referred to. */
    public boolean keyFrame() {
        return startOfFrame() && !predicted() && spatialId() == 0;
    }

    /** Whether a receiver of lower spatial layers may begin with this one here: its frame refers to no earlier picture. */
    public boolean spatialSwitch() {
        return startOfFrame() && !predicted();
    }

    /** Spatial layers the scalability structure states, or 0 when there is none. */
    public int spatialLayers() {
        return spatialLayers;
    }

    /** The width that the structure states of a layer, or 0. */
    public int width(int layer) {
        return side(layer, 0);
    }

    /** The height that the structure states of a layer, or 0. */
    public int height(int layer) {
        return side(layer, 2);
    }

    private int side(int layer, int more) {
        if (sizesAt < 0 || layer >= spatialLayers) {
            return 0;
        }
        int at = sizesAt + 4 * layer + more;
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }
}
