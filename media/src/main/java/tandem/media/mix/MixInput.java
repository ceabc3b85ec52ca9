package tandem.media.mix;

/** What one participant says, pulled by the mixer 20 ms at a time. In each tick exactly one of {@link #pull} and {@link #skip} is called. */
public interface MixInput {
    /** The level of the coming 20 ms cannot be told without decoding. */
    int UNKNOWN = 1;

    /** The rate of the samples {@link #pull} gives, in Hz: 8,000, 16,000 or 48,000. May change from tick to tick. */
    int sampleRate();

    /**
     * The level of the coming 20 ms in dBov as far as it is known without decoding (RFC 6464 level, DTX, nothing arrived), or
     * {@link #UNKNOWN}.
     */
    int level(long nowNs);

    /**
     * Writes exactly 20 ms of samples to the beginning of {@code pcm}, which has room for 960.
     *
     * @param heard whether they will be heard, or are asked for to learn their level only
     */
    void pull(long nowNs, short[] pcm, boolean heard);

    /** Lets 20 ms pass unheard and not decoded. */
    void skip(long nowNs);
}
