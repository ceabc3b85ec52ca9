package tandem.media.video;

/** A sequence parameter set of H.264 (section 7.3.2.1.1), read as far as the size of the picture. One is filled anew by each. */
public final class Sps {
    /** The widest and highest picture believed, in pixels. */
    public static final int MAX_SIDE = 16_384;

    private static final int MOST_IDS = 32;
    private static final int MOST_MACROBLOCKS = MAX_SIDE / 16;

    private final Bits bits = new Bits();
    private int id;
    private int profile;
    private int constraints;
    private int level;
    private int width;
    private int height;
    private int chroma;

    /** Reads a NAL unit with its header octet; false when it is malformed or absurd, and then nothing here means anything. */
    public boolean read(byte[] bytes, int offset, int length) {
        if (length < 5 || (bytes[offset] & 0x1F) != H264.SPS) {
            return false;
        }
        profile = bytes[offset + 1] & 0xFF;
        constraints = bytes[offset + 2] & 0xFF;
        level = bytes[offset + 3] & 0xFF;
        bits.wrapEscaped(bytes, offset + 4, offset + length);
        id = bits.ue();
        chroma = 1;
        return id < MOST_IDS && (!high() || format()) && order() && size();
    }

    private boolean high() {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 134, 135, 138, 139 -> true;
            default -> false;
        };
    }

    private boolean format() {
        chroma = bits.ue();
        if (chroma > 3) {
            return false;
        }
        if (chroma == 3) {
            bits.bit(); // separate_colour_plane_flag
        }
        int luma = bits.ue(); // bit depths less 8
        int colour = bits.ue();
        if (luma > 6 || colour > 6) {
            return false;
        }
        bits.bit();
        if (bits.flag()) {
            for (int i = 0; i < (chroma == 3 ? 12 : 8) && !bits.over(); i++) {
                if (bits.flag()) {
                    scaling(i < 6 ? 16 : 64);
                }
            }
        }
        return !bits.over();
    }

    private void scaling(int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && !bits.over(); i++) {
            if (next != 0) {
                next = (last + bits.se() + 256) & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    /** How frames are counted. */
    private boolean order() {
        bits.ue(); // log2_max_frame_num_minus4
        int type = bits.ue();
        if (type == 0) {
            bits.ue();
        } else if (type == 1) {
            bits.bit();
            bits.se();
            bits.se();
            int cycle = bits.ue();
            if (cycle > 255) {
                return false;
            }
            for (int i = 0; i < cycle && !bits.over(); i++) {
                bits.se();
            }
        }
        bits.ue(); // max_num_ref_frames
        bits.bit();
        return type <= 2 && !bits.over();
    }

    private boolean size() {
        int across = bits.ue();
        int down = bits.ue();
        boolean framesOnly = bits.flag();
        if (!framesOnly) {
            bits.bit();
        }
        bits.bit();
        if (bits.over() || across >= MOST_MACROBLOCKS || down >= MOST_MACROBLOCKS) {
            return false;
        }
        int rows = (down + 1) * (framesOnly ? 1 : 2);
        long cutAcross = 0;
        long cutDown = 0;
        if (bits.flag()) {
            int unitAcross = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitDown = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            cutAcross = unitAcross * ((long) bits.ue() + bits.ue());
            cutDown = unitDown * ((long) bits.ue() + bits.ue());
        }
        long wide = 16L * (across + 1) - cutAcross;
        long high = 16L * rows - cutDown;
        if (bits.over() || wide <= 0 || high <= 0 || high > MAX_SIDE) {
            return false;
        }
        width = (int) wide;
        height = (int) high;
        return true;
    }

    /** Its id, 0 to 31. */
    public int id() {
        return id;
    }

    /** profile_idc: 66 baseline, 77 main, 100 high. */
    public int profile() {
        return profile;
    }

    /** The constraint flags as their octet has them. */
    public int constraints() {
        return constraints;
    }

    /** level_idc: ten times the level. */
    public int level() {
        return level;
    }

    /** Width of the picture after cropping, in pixels. */
    public int width() {
        return width;
    }

    /** Height of the picture after cropping, in pixels. */
    public int height() {
        return height;
    }
}
