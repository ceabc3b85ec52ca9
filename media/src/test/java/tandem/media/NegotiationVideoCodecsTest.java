package tandem.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.media.CodecParams.Av1Params;
import tandem.media.CodecParams.Vp8Params;
import tandem.media.CodecParams.Vp9Params;

class NegotiationVideoCodecsTest {
    private static final List<VideoCodec> ALL = List.of(VideoCodec.values());

    private static Codec codec(String name, CodecParams params) {
        return new Codec(96, name, 90_000, 1, params);
    }

    private static VideoLimits limits(Codec theirs) {
        return NegotiationVideoCodecs.limits(theirs, H264Level.L6_2);
    }

    @Test
    void vp8AndVp9AreBoundByWhatTheyName() {
        VideoLimits vp8 = limits(codec("VP8", new Vp8Params(OptionalInt.of(15), OptionalInt.of(1_200))));
        assertTrue(vp8.allow(640, 480, 15));
        assertFalse(vp8.allow(640, 480, 16));
        assertFalse(vp8.allow(656, 480, 15));
        assertEquals(
                VideoLimits.NONE, limits(codec("VP9", new Vp9Params(0, OptionalInt.empty(), OptionalInt.empty()))));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1280, 720, 30, true",
        "5, 1920, 1080, 5, false",
        "8, 1920, 1080, 30, true",
        "8, 1920, 1080, 60, false",
        "31, 1920, 1080, 60, true",
        "0, 352, 288, 30, true"
    })
    void av1IsBoundByItsLevel(int level, int width, int height, int frames, boolean allowed) {
        assertEquals(allowed, limits(codec("AV1", new Av1Params(0, level, 0))).allow(width, height, frames));
    }

    @Test
    void h263WithoutSizesIsAQuarterCifAtHalfTheRate() {
        VideoLimits unsaid = limits(codec("H263", new H263Params(List.of())));
        assertEquals(99, unsaid.macroblocks());
        assertEquals(15, unsaid.framesPerSecond());
    }

    @Test
    void h263IsBoundByEachSizeAtItsInterval() {
        VideoLimits sizes = limits(codec(
                "H263-1998",
                new H263Params(
                        List.of(new H263Params.Size("CIF4", 704, 576, 2), new H263Params.Size("CIF", 352, 288, 1)))));
        assertTrue(sizes.allow(704, 576, 15));
        assertFalse(sizes.allow(704, 576, 16));
        assertTrue(sizes.allow(352, 288, 30));
        assertFalse(sizes.allow(1408, 1152, 1));
    }

    @Test
    void formatsWeCannotDecodeAreNotTaken() {
        assertFalse(NegotiationVideoCodecs.usable(codec("H264", H264Params.of(0x6E_00_1F, 1)), ALL));
        assertFalse(NegotiationVideoCodecs.usable(codec("H264", H264Params.of(0x58_00_1F, 1)), ALL));
        assertFalse(NegotiationVideoCodecs.usable(codec("H264", H264Params.of(0x42_E0_1F, 2)), ALL)); // interleaved
        assertFalse(NegotiationVideoCodecs.usable(
                codec("VP9", new Vp9Params(2, OptionalInt.empty(), OptionalInt.empty())), ALL));
        assertFalse(NegotiationVideoCodecs.usable(codec("AV1", new Av1Params(1, 5, 0)), ALL));
        assertTrue(NegotiationVideoCodecs.usable(codec("AV1", Av1Params.UNSAID), ALL));
        assertFalse(NegotiationVideoCodecs.usable(codec("AV1", Av1Params.UNSAID), List.of(VideoCodec.VP8)));
        assertFalse(NegotiationVideoCodecs.usable(new Codec(96, "VP8", 8_000, 1, CodecParams.NONE), ALL));
    }

    @Test
    void theLevelIsSharedWhereOneSideDoesNotAllowTwo() {
        Codec ours = codec("H264", H264Params.of(0x42_E0_0D, 1));
        assertEquals(
                H264Level.L1_3, NegotiationVideoCodecs.sharedLevel(ours, codec("H264", H264Params.of(0x42_E0_1F, 1))));
        assertEquals(H264Level.L6_2, NegotiationVideoCodecs.sharedLevel(codec("VP8", CodecParams.NONE), ours));
    }

    @ParameterizedTest
    @CsvSource({
        "96, 42E01F, 1, 96", // as offered
        "97, 42E01F, 1, 96", // under a number of its own
        "96, 42E01F, 0, 96", // the mode left out under our number: single NAL units are what it takes
        "97, 42E01F, 0, 98", // under its own it is our other format
        "96, 640C1F, 1, 96", // a profile that includes what we send
        "97, 640C1F, 1, -1",
        "96, 6E001F, 1, -1",
    })
    void anAnswerMeansAFormatOfOurs(int payloadType, String hex, int mode, int expected) {
        List<Codec> offered = List.of(
                new Codec(96, "H264", 90_000, 1, H264Params.of(0x42_E0_20, 1)),
                new Codec(98, "H264", 90_000, 1, H264Params.of(0x42_E0_20, 0)));
        Codec answered = new Codec(payloadType, "H264", 90_000, 1, H264Params.of(Integer.parseInt(hex, 16), mode));
        Optional<Codec> own = NegotiationVideoCodecs.offeredAs(answered, offered);
        assertEquals(expected, own.map(Codec::payloadType).orElse(-1));
    }

    @Test
    void anOfferRepeatsItsFormatsAndGivesNoNumberASecondMeaning() {
        Codec last = new Codec(103, "H264", 90_000, 1, H264Params.of(0x42_E0_1F, 1));
        Codec used = new Codec(96, "VP8", 90_000, 1, new Vp8Params(OptionalInt.empty(), OptionalInt.empty()));
        Codec other = new Codec(97, "RED", 90_000, 1, CodecParams.NONE);
        List<Codec> formats = NegotiationVideoCodecs.offered(
                new VideoTerms(
                        List.of(VideoCodec.H264, VideoCodec.VP8, VideoCodec.H263),
                        VideoTerms.Wish.NO,
                        VideoTerms.Wish.NO),
                VideoReception.FULL_HD,
                List.of(last),
                Map.of(96, used, 97, other));
        assertEquals(
                List.of("H264 103", "H264 98", "H264 99", "VP8 96", "H263 34"),
                formats.stream().map(c -> c.name() + " " + c.payloadType()).toList());
        assertEquals(last, formats.getFirst());
    }
}
