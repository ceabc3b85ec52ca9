package tandem.media.codec;

import java.util.Arrays;

/** Lowers the rate of one stream by 2, 3 or 6. Keeps the filter's past between calls; allocates nothing after construction. */
public final class Downsampler {
    private final int factor;
    private final float[][] phases;
    private final float[][] in;
    private final float[] sum;

    /** By that factor, for results of at most {@code longest} samples at a time. */
    public Downsampler(int factor, int longest) {
        this.factor = factor;
        this.phases = Filters.of(factor);
        this.in = new float[factor][Fir.TAPS - 1 + longest];
        this.sum = new float[longest];
    }

    /** Reads {@code samples * factor} samples from the beginning of {@code pcm} and writes {@code samples} of 16 bits, limited. */
    public void process(float[] pcm, short[] out, int offset, int samples) {
        Arrays.fill(sum, 0, samples, 0);
        for (int phase = 0; phase < factor; phase++) {
            float[] column = in[phase];
            for (int i = 0, at = phase; i < samples; i++, at += factor) {
                column[Fir.TAPS - 1 + i] = pcm[at];
            }
            float[] taps = phases[factor - 1 - phase];
            for (int tap = 0; tap < Fir.TAPS; tap += 8) {
                Fir.eightTaps(taps, tap, column, sum, samples);
            }
            System.arraycopy(column, samples, column, 0, Fir.TAPS - 1);
        }
        float scale = 1f / factor;
        for (int i = 0; i < samples; i++) {
            sum[i] *= scale;
        }
        Pcm.toShorts(sum, out, offset, samples);
    }

    /** Goes on from where another one stands. */
    public void copyFrom(Downsampler other) {
        for (int phase = 0; phase < factor; phase++) {
            System.arraycopy(other.in[phase], 0, in[phase], 0, Fir.TAPS - 1);
        }
    }

    /** Forgets the past. */
    public void reset() {
        for (float[] column : in) {
            Arrays.fill(column, 0);
        }
    }
}
