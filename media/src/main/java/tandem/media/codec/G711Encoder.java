package tandem.media.codec;

/** A G.711 stream encoded; it has no memory. */
final class G711Encoder implements AudioEncoder {
    private final G711.Law law;
    private final int sampleRate;

    G711Encoder(G711.Law law, int sampleRate) {
        this.law = law;
        this.sampleRate = sampleRate;
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
        G711.encode(law, pcm, offset, samples, out, outOffset);
        return samples;
    }

    @Override
    public void close() {}
}
