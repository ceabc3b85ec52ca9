package tandem.media.codec;

import tandem.media.AudioCodec;

/** Makes decoders and encoders. */
public final class AudioCodecs {
    private AudioCodecs() {}

    /**
     * A decoder whose samples have that rate.
     *
     * @param sampleRate the codec's own rate; for Opus 8,000, 16,000 or 48,000 Hz as suits who listens
     */
    public static AudioDecoder decoder(AudioCodec codec, int sampleRate) {
        return switch (codec) {
            case PCMA -> new G711Decoder(G711.Law.A, sampleRate);
            case PCMU -> new G711Decoder(G711.Law.MU, sampleRate);
            case G722 -> new G722Decoder();
            case OPUS -> new OpusDecoder(sampleRate);
        };
    }

    /** An encoder of those settings. */
    public static AudioEncoder encoder(EncoderSettings settings) {
        return switch (settings.codec()) {
            case PCMA -> new G711Encoder(G711.Law.A, settings.sampleRate());
            case PCMU -> new G711Encoder(G711.Law.MU, settings.sampleRate());
            case G722 -> new G722Encoder();
            case OPUS -> new OpusEncoder(settings);
        };
    }
}
