package tandem.media.video;

/** A sequence header OBU of AV1 (section 5.5.1), read as far as the size of the picture. */
final class Av1Sequence {
    private final Bits bits = new Bits();
    private boolean still;
    private int width;
    private int height;

    /** Reads what stands behind the OBU's header and size; false when it is malformed. */
    boolean read(byte[] bytes, int offset, int length) {
        bits.wrap(bytes, offset, offset + length);
        bits.skip(4); // profile, still_picture
        boolean reduced = bits.flag();
        if (reduced) {
            bits.skip(5);
        } else {
            points();
        }
        int across = bits.bits(4) + 1;
        int down = bits.bits(4) + 1;
        int wide = bits.bits(across) + 1;
        int high = bits.bits(down) + 1;
        if (bits.over()) {
            return false;
        }
        still = reduced;
        width = wide;
        height = high;
        return true;
    }

    private void points() {
        int delay = 0;
        if (bits.flag()) { // timing_info
            bits.skip(64);
            if (bits.flag()) {
                bits.ue(); // the same code as uvlc
            }
            if (bits.flag()) { // decoder_model_info
                delay = bits.bits(5) + 1;
                bits.skip(42);
            }
        }
        boolean display = bits.flag();
        int count = bits.bits(5) + 1;
        for (int i = 0; i < count && !bits.over(); i++) {
            bits.skip(12);
            if (bits.bits(5) > 7) {
                bits.bit();
            }
            if (delay > 0 && bits.flag()) {
                bits.skip(2 * delay + 1);
            }
            if (display && bits.flag()) {
                bits.skip(4);
            }
        }
    }

    /** Whether all frames are still pictures without a type of their own. */
    boolean still() {
        return still;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
