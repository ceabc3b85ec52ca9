package tandem.media.codec;

import java.util.Arrays;

/** Raises the rate of one stream by 2, 3 or 6. Keeps the filter's past between calls; allocates nothing after construction. */
public final class Upsampler {
    private final int factor;
    private final float[][] phases;
    private final float[] in;
    private final float[] one;

    /** By that factor, for at most {@code longest} samples at a time. */
    public Upsampler(int factor, int longest) {
        this.factor = factor;
        this.phases = Filters.of(factor);
        this.in = new float[Fir.TAPS - 1 + longest];
        this.one = new float[longest];
    }

    /** Writes {@code samples * factor} samples to the beginning of {@code out}. */
    public void process(short[] pcm, int offset, int samples, float[] out) {
        for (int i = 0; i < samples; i++) {
            in[Fir.TAPS - 1 + i] = pcm[offset + i];
        }
        for (int phase = 0; phase < factor; phase++) {
            filter(phases[phase], samples);
            for (int i = 0, at = phase; i < samples; i++, at += factor) {
                out[at] = one[i];
            }
        }
        System.arraycopy(in, samples, in, 0, Fir.TAPS - 1);
    }

    /** Forgets the past. */
    public void reset() {
        Arrays.fill(in, 0);
    }

    private void filter(float[] taps, int samples) {
        Arrays.fill(one, 0, samples, 0);
        for (int tap = 0; tap < Fir.TAPS; tap += 8) {
            Fir.eightTaps(taps, tap, in, one, samples);
        }
    }
}
