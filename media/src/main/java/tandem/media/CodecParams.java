package tandem.media;

import java.util.OptionalInt;

/** The parameters of a format, typed where we act on them. */
public sealed interface CodecParams {
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

    /** Parameters of a format we do not act on, as written. */
    record Raw(String text) implements CodecParams {}
}
