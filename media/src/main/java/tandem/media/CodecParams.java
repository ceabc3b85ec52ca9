package tandem.media;

import java.util.OptionalInt;

/** The parameters of a format, typed where we act on them. */
public sealed interface CodecParams
        permits CodecParams.None,
                CodecParams.OpusParams,
                CodecParams.TelephoneEventParams,
                CodecParams.Vp8Params,
                CodecParams.Vp9Params,
                CodecParams.Av1Params,
                CodecParams.RtxParams,
                CodecParams.Raw,
                H264Params,
                H263Params {
    /** No parameters. */
    None NONE = new None();

    /** No parameters. */
    record None() implements CodecParams {}

    /**
     * Opus (RFC 7587 section 6): what the describing side wants to receive.
     *
     * @param maxPlaybackRate highest useful sampling rate in Hz
     * @param maxAverageBitrate in bit/s
     * @param stereo whether it prefers stereo
     * @param inbandFec whether in-band FEC is of use to it
     * @param dtx whether it prefers discontinuous transmission
     * @param cbr whether it wants a constant rate
     */
    record OpusParams(
            int maxPlaybackRate,
            OptionalInt maxAverageBitrate,
            boolean stereo,
            boolean inbandFec,
            boolean dtx,
            boolean cbr)
            implements CodecParams {
        /** What a description without parameters means. */
        public static final OpusParams UNSAID = new OpusParams(48_000, OptionalInt.empty(), false, false, false, false);
    }

    /** Which events a telephone-event format carries, as a bit set of 0 to 255 in RFC 4733 notation. */
    record TelephoneEventParams(String events) implements CodecParams {}

    /**
     * VP8 (RFC 7741 section 6.1): what the describing side can receive.
     *
     * @param maxFr frames a second
     * @param maxFs macroblocks of a picture
     */
    record Vp8Params(OptionalInt maxFr, OptionalInt maxFs) implements CodecParams {}

    /**
     * VP9 (RFC 9628 section 6).
     *
     * @param profileId 0 to 3; 0 is 8-bit 4:2:0
     * @param maxFr frames a second
     * @param maxFs macroblocks of a picture
     */
    record Vp9Params(int profileId, OptionalInt maxFr, OptionalInt maxFs) implements CodecParams {}

    /**
     * AV1 (AV1 RTP payload format section 7.2).
     *
     * @param profile 0 to 2; 0 is main
     * @param levelIdx seq_level_idx, 0 to 31; 5 is level 3.1
     * @param tier 0 or 1
     */
    record Av1Params(int profile, int levelIdx, int tier) implements CodecParams {
        /** What a description without parameters means. */
        public static final Av1Params UNSAID = new Av1Params(0, 5, 0);
    }

    /**
     * Retransmissions (RFC 4588 section 8.1).
     *
     * @param apt the payload type of what is sent again
     * @param rtxTimeMs how long it is kept for that, in milliseconds
     */
    record RtxParams(int apt, OptionalInt rtxTimeMs) implements CodecParams {}

    /** Parameters of a format we do not act on, as written. */
    record Raw(String text) implements CodecParams {}
}
