package tandem.media;

import java.util.Optional;

/** The audio codecs we encode and decode. */
public enum AudioCodec {
    OPUS("OPUS", 48_000, 48_000, -1),
    G722("G722", 8_000, 16_000, 9),
    PCMA("PCMA", 8_000, 8_000, 8),
    PCMU("PCMU", 8_000, 8_000, 0);

    private final String encodingName;
    private final int clockRate;
    private final int sampleRate;
    private final int staticPayloadType;

    AudioCodec(String encodingName, int clockRate, int sampleRate, int staticPayloadType) {
        this.encodingName = encodingName;
        this.clockRate = clockRate;
        this.sampleRate = sampleRate;
        this.staticPayloadType = staticPayloadType;
    }

    /** The codec of that encoding name (upper case) and RTP clock. */
    public static Optional<AudioCodec> of(String name, int clockRate) {
        for (AudioCodec codec : values()) {
            if (codec.encodingName.equals(name) && codec.clockRate == clockRate) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    /** The encoding name as registered, in upper case. */
    public String encodingName() {
        return encodingName;
    }

    /** The RTP clock in Hz. */
    public int clockRate() {
        return clockRate;
    }

    /** The rate its samples have, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** The payload type of RFC 3551, or -1 where there is none. */
    public int staticPayloadType() {
        return staticPayloadType;
    }
}
