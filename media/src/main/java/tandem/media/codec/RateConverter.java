package tandem.media.codec;

/** Samples at one rate into samples at another, 8, 16 and 48 kHz, for a stream that is transcoded. */
public final class RateConverter {
    private final int from;
    private final int to;
    private final float[] wide;
    private final Upsampler up;
    private final Downsampler down;

    /** From {@code fromRate} to {@code toRate} Hz, for at most {@code longestMs} milliseconds at a time. */
    public RateConverter(int fromRate, int toRate, int longestMs) {
        this.from = fromRate;
        this.to = toRate;
        int low = Math.min(from, to) / 1_000 * longestMs;
        int factor = from == to ? 2 : Math.max(from, to) / Math.min(from, to);
        this.wide = new float[from == to ? 0 : Math.max(from, to) / 1_000 * longestMs];
        this.up = new Upsampler(factor, from < to ? low : 0);
        this.down = new Downsampler(factor, from > to ? low : 0);
    }

    /** Converts {@code samples} samples, a whole number of milliseconds; says how many were written. */
    public int process(short[] pcm, int offset, int samples, short[] out, int outOffset) {
        if (from == to) {
            System.arraycopy(pcm, offset, out, outOffset, samples);
            return samples;
        }
        int written = (int) ((long) samples * to / from);
        if (from < to) {
            up.process(pcm, offset, samples, wide);
            Pcm.toShorts(wide, out, outOffset, written);
        } else {
            Pcm.toFloats(pcm, offset, samples, wide);
            down.process(wide, out, outOffset, written);
        }
        return written;
    }
}
