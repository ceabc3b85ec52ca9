package tandem.media;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * H.264 (RFC 6184 section 8.1): what the describing side can receive.
 *
 * @param profileLevelId the three octets profile_idc, constraint flags and level_idc, as one number
 * @param packetizationMode 0, 1 or 2
 * @param levelAsymmetryAllowed whether both sides may have levels of their own
 * @param maxFs macroblocks of a picture, where they are not the level's
 * @param maxMbps macroblocks a second, where they are not the level's
 * @param maxBr in units of 1000 bit/s (1250 of the high profile), where it is not the level's
 * @param maxRcmdNaluSize octets of a NAL unit the describing side would rather not exceed
 * @param spropParameterSets what the describing side sends, in base64 with commas (out of band)
 */
public record H264Params(
        int profileLevelId,
        int packetizationMode,
        boolean levelAsymmetryAllowed,
        OptionalInt maxFs,
        OptionalInt maxMbps,
        OptionalInt maxBr,
        OptionalInt maxRcmdNaluSize,
        Optional<String> spropParameterSets)
        implements CodecParams {
    /** What a description without parameters means: baseline, level 1, single NAL units (section 8.1). */
    public static final H264Params UNSAID = of(0x42_00_0A, 0);

    private static final int SET3 = 0x10_00;
    private static final int HIGH_IDC = 0x64;
    private static final int HIGH_BR_UNIT = 1_250;
    private static final int BR_UNIT = 1_000;

    /** With the level's own limits. */
    public static H264Params of(int profileLevelId, int packetizationMode) {
        return new H264Params(
                profileLevelId,
                packetizationMode,
                /* levelAsymmetryAllowed= */ false,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** The profile. */
    public H264Profile profile() {
        return H264Profile.of(profileIdc(), profileLevelId >> 8 & 0xFF);
    }

    /** The level. */
    public H264Level level() {
        return H264Level.of(profileLevelId & 0xFF, (profileLevelId & SET3) != 0 && profileIdc() != HIGH_IDC);
    }

    private int profileIdc() {
        return profileLevelId >> 16 & 0xFF;
    }

    /** The profile-level-id of the same profile at that level. */
    public int at(H264Level level) {
        if (level != H264Level.L1B || profileIdc() == HIGH_IDC) {
            int flags = profileIdc() == HIGH_IDC ? profileLevelId : profileLevelId & ~SET3;
            return (flags & 0xFF_FF_00) | level.idc();
        }
        return (profileLevelId & 0xFF_FF_00) | SET3 | H264Level.L1_1.idc();
    }

    /** Whether both are one configuration: the same profile and packetization mode (section 8.2.2). */
    public boolean agreesWith(H264Params other) {
        return packetizationMode == other.packetizationMode && profile().agreesWith(other.profile());
    }

    /**
     * What may be sent to the describing side at a level not above {@code atMost}. What it says of itself counts even where it is
     * less than its level, which section 8.1 forbids and terminals do.
     */
    public VideoLimits limits(H264Level atMost) {
        H264Level level = level().compareTo(atMost) <= 0 ? level() : atMost;
        boolean own = level == level(); // its extensions are those of its own level
        int unit = profile() == H264Profile.HIGH ? HIGH_BR_UNIT : BR_UNIT;
        return new VideoLimits(
                own ? maxFs.orElse(level.maxFs()) : Math.min(level.maxFs(), maxFs.orElse(level.maxFs())),
                own ? maxMbps.orElse(level.maxMbps()) : Math.min(level.maxMbps(), maxMbps.orElse(level.maxMbps())),
                VideoLimits.NO_RATE,
                (int) Math.min(
                        VideoLimits.NO_LIMIT, (long) unit * (own ? maxBr.orElse(level.maxBr()) : level.maxBr())));
    }
}
