package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264ParamsTest {
    @ParameterizedTest
    @CsvSource({
        "42E01F, CONSTRAINED_BASELINE, L3_1", // Cisco, Poly
        "42E00D, CONSTRAINED_BASELINE, L1_3",
        "42C01F, CONSTRAINED_BASELINE, L3_1",
        "4DE01F, CONSTRAINED_BASELINE, L3_1", // main with set0: baseline tools only (RFC 6184 table 5)
        "58C01F, CONSTRAINED_BASELINE, L3_1",
        "428020, BASELINE, L3_2",
        "42801F, BASELINE, L3_1",
        "58801F, BASELINE, L3_1",
        "4D401F, MAIN, L3_1",
        "58601F, MAIN, L3_1",
        "58001F, EXTENDED, L3_1",
        "640C1F, HIGH, L3_1", // constrained high
        "640032, HIGH, L5",
        "6E001F, OTHER, L3_1",
        "42F00B, CONSTRAINED_BASELINE, L1B",
        "42E00B, CONSTRAINED_BASELINE, L1_1",
        "640009, HIGH, L1B",
        "42E029, CONSTRAINED_BASELINE, L4_1",
        "42E02B, CONSTRAINED_BASELINE, L4_2", // an unknown level is the one below it
        "42E000, CONSTRAINED_BASELINE, L1",
        "42E0FF, CONSTRAINED_BASELINE, L6_2",
    })
    void profileAndLevelOfWhatIsSeenInTheField(String hex, H264Profile profile, H264Level level) {
        H264Params params = H264Params.of(Integer.parseInt(hex, 16), 1);
        assertEquals(profile, params.profile());
        assertEquals(level, params.level());
    }

    @ParameterizedTest
    @CsvSource({
        "42E01F, 42E01F, true",
        "42E01F, 42E00D, true", // the level does not matter
        "42E01F, 428020, true", // terminals leave out the flag of constrained baseline
        "42E01F, 4DE01F, true", // the same subset under another number
        "42E01F, 4D401F, false",
        "640C1F, 640032, true",
        "640C1F, 4D401F, false",
        "6E001F, 6E001F, false", // ten bits are not for us
    })
    void anAnswerMeansTheSameProfile(String offered, String answered, boolean expected) {
        H264Params one = H264Params.of(Integer.parseInt(offered, 16), 1);
        H264Params other = H264Params.of(Integer.parseInt(answered, 16), 1);
        assertEquals(expected, one.agreesWith(other));
        assertEquals(expected, other.agreesWith(one));
        assertFalse(one.agreesWith(H264Params.of(other.profileLevelId(), 0)), "packetization modes differ");
    }

    @Test
    void aStreamOfConstrainedBaselineIsOneOfEachProfileAboveIt() {
        for (H264Profile profile : H264Profile.values()) {
            assertEquals(profile != H264Profile.OTHER, profile.includes(H264Profile.CONSTRAINED_BASELINE));
        }
        assertTrue(H264Profile.HIGH.includes(H264Profile.MAIN));
        assertFalse(H264Profile.HIGH.includes(H264Profile.BASELINE)); // arbitrary slice order
        assertFalse(H264Profile.MAIN.includes(H264Profile.HIGH));
        assertFalse(H264Profile.CONSTRAINED_BASELINE.includes(H264Profile.BASELINE));
    }

    @Test
    void whatMayBeSentIsTheLevelsUnlessSaidOtherwise() {
        H264Params plain = H264Params.of(0x42_E0_1F, 1);
        VideoLimits limits = plain.limits(H264Level.L6_2);
        assertEquals(new VideoLimits(3_600, 108_000, VideoLimits.NO_LIMIT, 14_000_000), limits);
        assertTrue(limits.allow(1280, 720, 30));
        assertFalse(limits.allow(1280, 720, 31));
        assertFalse(limits.allow(1920, 1080, 5));
        assertTrue(limits.allow(1279, 719, 30)); // a part of a macroblock is one
        assertEquals(
                17_500_000, H264Params.of(0x64_0C_1F, 1).limits(H264Level.L6_2).bitsPerSecond());
    }

    @Test
    void maxFsAndMaxMbpsGoBeyondTheLevelOrStayBelowIt() {
        VideoLimits slides = params(0x42_E0_1F, 8_160, 244_800).limits(H264Level.L6_2);
        assertTrue(slides.allow(1920, 1080, 30));
        VideoLimits poly = params(0x64_00_32, 8_160, 244_800).limits(H264Level.L6_2); // level 5.0 takes 22080
        assertEquals(8_160, poly.macroblocks());
        VideoLimits lowered = params(0x42_E0_1F, 8_160, 244_800).limits(H264Level.L1_3);
        assertEquals(396, lowered.macroblocks());
        assertEquals(11_880, lowered.macroblocksPerSecond());
        assertEquals(768_000, lowered.bitsPerSecond());
    }

    private static H264Params params(int profileLevelId, int maxFs, int maxMbps) {
        return new H264Params(
                profileLevelId,
                1,
                true,
                OptionalInt.of(maxFs),
                OptionalInt.of(maxMbps),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "42E01F, L4,   42E028",
        "42E01F, L1B,  42F00B",
        "42F00B, L1_1, 42E00B",
        "640C1F, L1B,  640C09",
        "640C1F, L3,   640C1E",
    })
    void theSameProfileAtAnotherLevel(String hex, H264Level level, String expected) {
        H264Params params = H264Params.of(Integer.parseInt(hex, 16), 1);
        assertEquals(Integer.parseInt(expected, 16), params.at(level));
        assertEquals(level, H264Params.of(params.at(level), 1).level());
        assertEquals(params.profile(), H264Params.of(params.at(level), 1).profile());
    }

    @Test
    void everyLevelOfTheTableIsAtLeastTheOneBelowIt() {
        H264Level[] levels = H264Level.values();
        for (int i = 1; i < levels.length; i++) {
            assertTrue(levels[i].maxMbps() >= levels[i - 1].maxMbps(), levels[i].name());
            assertTrue(levels[i].maxFs() >= levels[i - 1].maxFs(), levels[i].name());
            assertTrue(levels[i].maxBr() >= levels[i - 1].maxBr(), levels[i].name());
        }
    }
}
