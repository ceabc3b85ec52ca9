package tandem.media.video;

/** What a payload descriptor says of the number of its picture, read and written in place (RFC 7741 section 4.2, RFC 9628 section 4.2). */
public abstract sealed class PictureNumbers permits Vp8Descriptor, Vp9Descriptor {
    byte[] bytes = {0};
    int pictureAt = -1;
    int baseAt = -1;

    /** Looks at the payload of so many octets that begins there; false where it is malformed. */
    public abstract boolean wrap(byte[] in, int from, int length);

    /** Bits of the picture id: 0 (there is none), 7 or 15. */
    public int pictureIdBits() {
        if (pictureAt < 0) {
            return 0;
        }
        return (bytes[pictureAt] & 0x80) != 0 ? 15 : 7;
    }

    /** The picture id, or -1. */
    public int pictureId() {
        return switch (pictureIdBits()) {
            case 7 -> bytes[pictureAt] & 0x7F;
            case 15 -> (bytes[pictureAt] & 0x7F) << 8 | (bytes[pictureAt + 1] & 0xFF);
            default -> -1;
        };
    }

    /** Writes as many bits of a picture id as there is room for; nothing where there is none. */
    public void pictureId(int id) {
        switch (pictureIdBits()) {
            case 7 -> bytes[pictureAt] = (byte) (id & 0x7F);
            case 15 -> {
                bytes[pictureAt] = (byte) (0x80 | (id >> 8 & 0x7F));
                bytes[pictureAt + 1] = (byte) id;
            }
            default -> {} // there is none
        }
    }

    /** TL0PICIDX, the running index of frames of the lowest temporal layer, 8 bits; or -1. */
    public int tl0PicIdx() {
        return baseAt < 0 ? -1 : bytes[baseAt] & 0xFF;
    }

    /** Writes TL0PICIDX where there is one. */
    public void tl0PicIdx(int index) {
        if (baseAt >= 0) {
            bytes[baseAt] = (byte) index;
        }
    }
}
