package tandem.media.codec;

/**
 * Low-pass filters for changing the rate by a whole factor, in polyphase form, and the loop that runs them. The loop goes along
 * the samples, eight taps at a time, because in that direction it becomes vector instructions.
 */
final class Fir {
    /** Taps of one phase; at 8 kHz the filter delays by half of them, 1.5 ms. */
    static final int TAPS = 24;

    private static final double STOP_DB = 70;

    private Fir() {}

    /**
     * The phases of a low-pass of {@code factor * TAPS} taps, cutting at half the lower rate, each with sum 1 and its taps in
     * the order in which samples come.
     */
    static float[][] phases(int factor) {
        double[] taps = lowPass(factor * TAPS, 0.96 / (2.0 * factor));
        float[][] phases = new float[factor][TAPS];
        for (int phase = 0; phase < factor; phase++) {
            double sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                sum += taps[tap * factor + phase];
            }
            for (int tap = 0; tap < TAPS; tap++) {
                phases[phase][TAPS - 1 - tap] = (float) (taps[tap * factor + phase] / sum);
            }
        }
        return phases;
    }

    /** A sinc in a Kaiser window; {@code cutoff} in parts of the sampling rate. */
    static double[] lowPass(int length, double cutoff) {
        double beta = 0.1102 * (STOP_DB - 8.7);
        double middle = (length - 1) / 2.0;
        double[] taps = new double[length];
        for (int i = 0; i < length; i++) {
            double x = i - middle;
            double sinc = Math.abs(x) < 1e-9 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
            double edge = x / (middle + 0.5);
            taps[i] = sinc * bessel(beta * Math.sqrt(1 - edge * edge)) / bessel(beta);
        }
        return taps;
    }

    /** Adds to {@code y[0..n)} what eight taps from {@code c[k]} make of {@code x[k..]}. */
    static void eightTaps(float[] c, int k, float[] x, float[] y, int n) {
        float c0 = c[k];
        float c1 = c[k + 1];
        float c2 = c[k + 2];
        float c3 = c[k + 3];
        float c4 = c[k + 4];
        float c5 = c[k + 5];
        float c6 = c[k + 6];
        float c7 = c[k + 7];
        for (int i = 0; i < n; i++) {
            int j = i + k;
            y[i] += c0 * x[j]
                    + c1 * x[j + 1]
                    + c2 * x[j + 2]
                    + c3 * x[j + 3]
                    + c4 * x[j + 4]
                    + c5 * x[j + 5]
                    + c6 * x[j + 6]
                    + c7 * x[j + 7];
        }
    }

    /** Modified Bessel function of the first kind, order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 40; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
