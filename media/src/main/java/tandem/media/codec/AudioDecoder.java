package tandem.media.codec;

/** Turns payloads of one stream into 16-bit mono samples and fills the holes that losses leave. Owned by one loop; allocates nothing per packet. */
public interface AudioDecoder extends AutoCloseable {
    /** The rate of the samples it makes, in Hz. */
    int sampleRate();

    /**
     * How many samples this payload holds at {@link #sampleRate()}, 0 when it is empty or malformed.
     */
    int samplesIn(byte[] payload, int offset, int length);

    /**
     * Decodes one payload.
     *
     * @return samples written at {@code pcmOffset}; 0 when the payload is malformed, and then nothing has changed
     */
    int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset);

    /**
     * Makes up {@code samples} for a loss, going on from what was decoded before and fading out after some 60 ms.
     *
     * @return samples written, always {@code samples}
     */
    int conceal(short[] pcm, int pcmOffset, int samples);

    /**
     * Recovers the {@code samples} before this payload from the redundancy it carries (RFC 7587 section 3.3), or conceals them
     * where it carries none.
     *
     * @return samples written, always {@code samples}
     */
    default int decodeFec(byte[] payload, int offset, int length, short[] pcm, int pcmOffset, int samples) {
        return conceal(pcm, pcmOffset, samples);
    }

    /** Whether a payload is the sender's word for "nothing is said now" (Opus DTX), so that it need not be decoded. */
    default boolean isSilence(byte[] payload, int offset, int length) {
        return false;
    }

    /** Forgets the past: what comes next does not follow what came before. */
    void reset();

    /** Gives native memory back. */
    @Override
    void close();
}
