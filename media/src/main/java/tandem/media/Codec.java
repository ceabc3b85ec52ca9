package tandem.media;

import java.util.Optional;

/**
 * One format of a stream as it was described.
 *
 * @param payloadType the RTP payload type, 0 to 127
 * @param name the encoding name in upper case, such as {@code PCMU} or {@code OPUS}
 * @param clockRate the RTP clock in Hz (8000 for G.722, RFC 3551 section 4.5.2)
 * @param channels channels as described
 * @param params typed parameters
 */
public record Codec(int payloadType, String name, int clockRate, int channels, CodecParams params) {
    /** Which of the audio codecs we speak this is; empty for all others. */
    public Optional<AudioCodec> audio() {
        return AudioCodec.of(name, clockRate);
    }

    /** Which of the video codecs we carry this is; empty for all others. */
    public Optional<VideoCodec> video() {
        return VideoCodec.of(name, clockRate);
    }

    /** Whether this is the telephone-event format (RFC 4733). */
    public boolean isTelephoneEvent() {
        return name.equals("TELEPHONE-EVENT");
    }

    /** Whether this is comfort noise (RFC 3389). */
    public boolean isComfortNoise() {
        return name.equals("CN");
    }

    /** The same format under another payload type. */
    public Codec withPayloadType(int other) {
        return new Codec(other, name, clockRate, channels, params);
    }
}
