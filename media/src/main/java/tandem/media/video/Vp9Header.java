package tandem.media.video;

/** The first bits of a VP9 frame (VP9 bitstream specification, section 6.2), as far as the size of a key frame. */
final class Vp9Header {
    private static final int SYNC = 0x49_83_42;
    private static final int RGB = 7;

    private final Bits bits = new Bits();
    private boolean key;
    private int width;
    private int height;

    /** Reads a frame's beginning; false when it is none. */
    boolean read(byte[] bytes, int offset, int length) {
        key = false;
        bits.wrap(bytes, offset, offset + length);
        if (bits.bits(2) != 2) {
            return false;
        }
        int profile = bits.bit() | bits.bit() << 1;
        if (profile == 3 && bits.flag()) {
            return false;
        }
        if (bits.flag()) { // show_existing_frame
            return true;
        }
        boolean inter = bits.flag();
        bits.skip(2);
        if (inter) {
            return !bits.over();
        }
        if (bits.bits(24) != SYNC) {
            return false;
        }
        colour(profile);
        width = bits.bits(16) + 1;
        height = bits.bits(16) + 1;
        key = !bits.over();
        return key;
    }

    private void colour(int profile) {
        if (profile >= 2) {
            bits.bit();
        }
        boolean subsampled = (profile & 1) != 0;
        if (bits.bits(3) == RGB) {
            bits.skip(subsampled ? 1 : 0);
        } else {
            bits.skip(subsampled ? 4 : 1);
        }
    }

    boolean key() {
        return key;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
