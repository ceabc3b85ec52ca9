package tandem.media;

/** The levels of H.264 with their limits (ITU-T H.264 table A-1), in rising order. */
public enum H264Level {
    L1(10, 1_485, 99, 64),
    L1B(9, 1_485, 99, 128),
    L1_1(11, 3_000, 396, 192),
    L1_2(12, 6_000, 396, 384),
    L1_3(13, 11_880, 396, 768),
    L2(20, 11_880, 396, 2_000),
    L2_1(21, 19_800, 792, 4_000),
    L2_2(22, 20_250, 1_620, 4_000),
    L3(30, 40_500, 1_620, 10_000),
    L3_1(31, 108_000, 3_600, 14_000),
    L3_2(32, 216_000, 5_120, 20_000),
    L4(40, 245_760, 8_192, 20_000),
    L4_1(41, 245_760, 8_192, 50_000),
    L4_2(42, 522_240, 8_704, 50_000),
    L5(50, 589_824, 22_080, 135_000),
    L5_1(51, 983_040, 36_864, 240_000),
    L5_2(52, 2_073_600, 36_864, 240_000),
    L6(60, 4_177_920, 139_264, 240_000),
    L6_1(61, 8_355_840, 139_264, 480_000),
    L6_2(62, 16_711_680, 139_264, 800_000);

    private final int idc;
    private final int maxMbps;
    private final int maxFs;
    private final int maxBr;

    H264Level(int idc, int maxMbps, int maxFs, int maxBr) {
        this.idc = idc;
        this.maxMbps = maxMbps;
        this.maxFs = maxFs;
        this.maxBr = maxBr;
    }

    /** The level of that level_idc, else the highest below it. {@code set3} makes level 1.1 level 1b (H.264 section A.3.1). */
    public static H264Level of(int idc, boolean set3) {
        if (idc == L1_1.idc && set3) {
            return L1B;
        }
        H264Level found = idc == L1B.idc ? L1B : L1;
        for (H264Level level : values()) {
            found = level != L1B && level.idc <= idc ? level : found;
        }
        return found;
    }

    /** The level_idc: ten times the level; 9 for level 1b, as the high profiles write it. */
    public int idc() {
        return idc;
    }

    /** Macroblocks a second. */
    public int maxMbps() {
        return maxMbps;
    }

    /** Macroblocks of a picture. */
    public int maxFs() {
        return maxFs;
    }

    /** Bitrate in units of 1000 bit/s, of the baseline and main profiles; the high profiles have a quarter more. */
    public int maxBr() {
        return maxBr;
    }
}
