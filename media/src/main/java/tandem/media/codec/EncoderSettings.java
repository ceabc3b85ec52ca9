package tandem.media.codec;

import tandem.media.AudioCodec;

/**
 * How something is encoded; two listeners with equal settings can share one encode.
 *
 * @param codec which codec
 * @param sampleRate the rate it runs at in Hz: the codec's own, or for Opus 8,000, 16,000 or 48,000
 * @param ptimeMs milliseconds in a packet, a multiple of 10 up to 60
 * @param bitrate bit/s for codecs that have a choice
 * @param complexity 0 to 10 for codecs that have a choice
 * @param fec whether in-band redundancy is of use to the listener
 * @param dtx whether nothing may be sent while nothing is said
 */
public record EncoderSettings(
        AudioCodec codec, int sampleRate, int ptimeMs, int bitrate, int complexity, boolean fec, boolean dtx) {
    /** Opus complexity where nothing else is asked for. */
    public static final int USUAL_COMPLEXITY = 5;

    /** A codec at its own rate with the usual settings: Opus at 48 kHz, 32 kbit/s, no redundancy. */
    public static EncoderSettings of(AudioCodec codec, int ptimeMs) {
        return new EncoderSettings(codec, codec.sampleRate(), ptimeMs, 32_000, USUAL_COMPLEXITY, false, false);
    }

    /** Samples in a packet. */
    public int samplesPerPacket() {
        return sampleRate / 1_000 * ptimeMs;
    }

    /** The same with another packet time. */
    public EncoderSettings withPtime(int ms) {
        return new EncoderSettings(codec, sampleRate, ms, bitrate, complexity, fec, dtx);
    }

    /** The same at another sample rate. */
    public EncoderSettings withSampleRate(int rate) {
        return new EncoderSettings(codec, rate, ptimeMs, bitrate, complexity, fec, dtx);
    }

    /** The same at another bitrate. */
    public EncoderSettings withBitrate(int bitsPerSecond) {
        return new EncoderSettings(codec, sampleRate, ptimeMs, bitsPerSecond, complexity, fec, dtx);
    }

    /** The same with or without in-band redundancy. */
    public EncoderSettings withFec(boolean wanted) {
        return new EncoderSettings(codec, sampleRate, ptimeMs, bitrate, complexity, wanted, dtx);
    }

    /** The same with or without discontinuous transmission. */
    public EncoderSettings withDtx(boolean wanted) {
        return new EncoderSettings(codec, sampleRate, ptimeMs, bitrate, complexity, fec, wanted);
    }
}
