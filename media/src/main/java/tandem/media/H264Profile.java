package tandem.media;

/** The profiles of H.264 as a profile-level-id tells them apart (RFC 6184 table 5). */
public enum H264Profile {
    CONSTRAINED_BASELINE,
    BASELINE,
    MAIN,
    EXTENDED,
    HIGH,
    /** One for other than 8-bit 4:2:0 pictures, which we neither encode nor decode. */
    OTHER;

    private static final int SET0 = 0x80;
    private static final int SET1 = 0x40;
    private static final int SET2 = 0x20;

    /** The profile of a profile_idc with the octet of constraint flags behind it. */
    public static H264Profile of(int profileIdc, int constraints) {
        boolean set1 = (constraints & SET1) != 0;
        return switch (profileIdc) {
            case 0x42 -> set1 ? CONSTRAINED_BASELINE : BASELINE;
            case 0x4D -> (constraints & SET0) != 0 ? CONSTRAINED_BASELINE : MAIN;
            case 0x58 ->
                (constraints & SET0) == 0
                        ? (constraints & SET2) != 0 && set1 ? MAIN : EXTENDED
                        : set1 ? CONSTRAINED_BASELINE : BASELINE;
            case 0x64 -> HIGH;
            default -> OTHER;
        };
    }

    /**
     * Whether a stream of that profile is one of this profile too (H.264 section A.2): constrained baseline is a subset of all
     * but {@link #OTHER}, main of high.
     */
    public boolean includes(H264Profile stream) {
        if (this == OTHER || stream == OTHER) {
            return false;
        }
        return switch (this) {
            case CONSTRAINED_BASELINE, OTHER -> stream == this;
            case BASELINE, MAIN -> stream == this || stream == CONSTRAINED_BASELINE;
            case EXTENDED -> stream == this || stream == CONSTRAINED_BASELINE || stream == BASELINE;
            case HIGH -> stream == this || stream == MAIN || stream == CONSTRAINED_BASELINE;
        };
    }

    /**
     * Whether two sides mean the same profile, as an answer must (RFC 6184 section 8.2.2). Baseline and constrained baseline are
     * taken for one: nobody sends what sets them apart (flexible macroblock order, arbitrary slice order, redundant slices), and
     * many terminals leave out the flag.
     */
    public boolean agreesWith(H264Profile other) {
        return this != OTHER && plain() == other.plain();
    }

    private H264Profile plain() {
        return this == BASELINE ? CONSTRAINED_BASELINE : this;
    }
}
