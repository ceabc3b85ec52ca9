package tandem.media.rtp;

import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.Codec;

/**
 * What a payload type stands for on one stream.
 *
 * @param payloadType 0 to 127, or -1 for {@link #UNKNOWN}
 * @param kind what it carries
 * @param codec which codec, for audio
 * @param clockRate the RTP clock in Hz
 */
public record Format(int payloadType, Kind kind, Optional<AudioCodec> codec, int clockRate) {
    /** A payload type nobody agreed on. */
    public static final Format UNKNOWN = new Format(-1, Kind.UNKNOWN, Optional.empty(), 8_000);

    /** Whether nobody agreed on it. */
    public boolean unknown() {
        return kind == Kind.UNKNOWN;
    }

    /** What a payload carries. */
    public enum Kind {
        AUDIO,
        /** Telephone events (RFC 4733). */
        EVENT,
        /** Comfort noise (RFC 3389). */
        NOISE,
        UNKNOWN
    }

    /** The format a description names; unknown where it is none of ours. */
    public static Format of(Codec described) {
        Kind kind = described.isTelephoneEvent()
                ? Kind.EVENT
                : described.isComfortNoise() ? Kind.NOISE : described.audio().isPresent() ? Kind.AUDIO : Kind.UNKNOWN;
        return new Format(described.payloadType(), kind, described.audio(), described.clockRate());
    }
}
