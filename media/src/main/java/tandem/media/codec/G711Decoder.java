package tandem.media.codec;

/** A G.711 stream decoded, with concealment of its losses. */
final class G711Decoder implements AudioDecoder {
    private final G711.Law law;
    private final int sampleRate;
    private final Concealer concealer;

    G711Decoder(G711.Law law, int sampleRate) {
        this.law = law;
        this.sampleRate = sampleRate;
        this.concealer = new Concealer(sampleRate);
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        return length;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
        G711.decode(law, payload, offset, length, pcm, pcmOffset);
        concealer.heard(pcm, pcmOffset, length);
        return length;
    }

    @Override
    public int conceal(short[] pcm, int pcmOffset, int samples) {
        concealer.conceal(pcm, pcmOffset, samples);
        return samples;
    }

    @Override
    public void reset() {
        concealer.reset();
    }

    @Override
    public void close() {}
}
