package tandem.media.video;

/** The picture header of H.263 (section 5.1), as far as type and size; with PLUSPTYPE (section 5.1.4) custom sizes too. */
final class H263Picture {
    private static final int START = 0x20; // the 22 bits of the picture start code
    private static final int EXTENDED = 7;
    private static final int CUSTOM = 6;
    private static final int[] WIDTHS = {0, 128, 176, 352, 704, 1408};
    private static final int[] HEIGHTS = {0, 96, 144, 288, 576, 1152};

    private final Bits bits = new Bits();
    private boolean intra;
    private int format;
    private int options;
    private int width;
    private int height;

    /** Whether a picture begins at that octet. */
    static boolean begins(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at] == 0 && bytes[at + 1] == 0 && (bytes[at + 2] & 0xFC) == 0x80;
    }

    /** Whether a group of blocks, a slice or a picture begins at that octet. */
    static boolean synchronises(byte[] bytes, int at, int end) {
        return at + 2 < end && bytes[at] == 0 && bytes[at + 1] == 0 && (bytes[at + 2] & 0x80) != 0;
    }

    /** Reads a picture's beginning; false when it is none. A size that is not stated again stays as it was. */
    boolean read(byte[] bytes, int offset, int length) {
        bits.wrap(bytes, offset, offset + length);
        if (bits.bits(22) != START) {
            return false;
        }
        bits.skip(8); // TR
        if (bits.bits(2) != 2) {
            return false;
        }
        bits.skip(3); // split screen, document camera, freeze release
        format = bits.bits(3);
        if (format == EXTENDED) {
            return extended() && !bits.over();
        }
        intra = !bits.flag();
        options = bits.bits(4);
        return format != 0 && format != CUSTOM && standard() && !bits.over();
    }

    private boolean standard() {
        width = WIDTHS[format];
        height = HEIGHTS[format];
        return true;
    }

    private boolean extended() {
        int full = bits.bits(3); // UFEP
        int source = 0;
        if (full > 1) {
            return false;
        }
        if (full == 1) {
            source = bits.bits(3);
            bits.skip(15);
        }
        intra = bits.bits(3) == 0;
        bits.skip(6);
        if (bits.flag()) { // CPM
            bits.skip(2);
        }
        if (full == 0) {
            return true;
        }
        if (source == CUSTOM) {
            bits.skip(4); // pixel aspect ratio
            width = 4 * (bits.bits(9) + 1);
            bits.skip(1);
            height = 4 * bits.bits(9);
            return height > 0;
        }
        if (source == 0 || source == EXTENDED) {
            return false;
        }
        format = source;
        boolean known = standard();
        format = EXTENDED;
        return known;
    }

    boolean intra() {
        return intra;
    }

    /** The source format as PTYPE has it; 7 where PLUSPTYPE follows. */
    int format() {
        return format;
    }

    /** The last four bits of PTYPE: unrestricted vectors, arithmetic coding, advanced prediction, PB-frames. */
    int options() {
        return options;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
