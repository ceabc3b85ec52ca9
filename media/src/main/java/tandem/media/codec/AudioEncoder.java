package tandem.media.codec;

/** Turns 16-bit mono samples into payloads of one stream. Owned by one loop; allocates nothing per packet. */
public interface AudioEncoder extends AutoCloseable {
    /** The most octets one packet's payload can have. */
    int MAX_PAYLOAD = 1_500;

    /** The rate of the samples it takes, in Hz. */
    int sampleRate();

    /**
     * Encodes {@code samples}, one packet's worth (10, 20, 40 or 60 ms; G.711 and G.722 take any even number).
     *
     * @return octets written at {@code outOffset}; 0 when nothing need be sent (DTX)
     */
    int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset);

    /** How much of what we send gets lost, in percent: steers redundancy where the codec has any. */
    default void expectedLoss(int percent) {}

    /** Forgets the past: what comes next does not follow what came before. */
    default void reset() {}

    /** Gives native memory back. */
    @Override
    void close();
}
