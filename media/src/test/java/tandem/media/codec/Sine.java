package tandem.media.codec;

/** Makes sines and measures them: level, and signal to noise by a least-squares fit. */
public final class Sine {
    private Sine() {}

    /** Amplitude of a sine of that level, where a full-scale one has +3.14 dBm0. */
    public static double amplitude(double dbm0) {
        return 32_767 * Math.pow(10, (dbm0 - 3.14) / 20);
    }

    /** Writes {@code samples} of a sine that began {@code start} samples ago. */
    public static void write(short[] pcm, int offset, int samples, long start, double hz, int rate, double dbm0) {
        double amplitude = amplitude(dbm0);
        for (int i = 0; i < samples; i++) {
            pcm[offset + i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (start + i) / rate));
        }
    }

    /** A fit of one sine and a constant to some samples. */
    public record Fit(double dbm0, double snrDb) {}

    /** Fits a sine of a frequency within 0.7 % of {@code hz}. */
    public static Fit fit(short[] pcm, int offset, int samples, double hz, int rate) {
        double low = hz * 0.993;
        double high = hz * 1.007;
        for (int i = 0; i < (samples < 1_000 ? 10 : 40); i++) {
            double third = (high - low) / 3;
            if (residual(pcm, offset, samples, low + third, rate)[1]
                    < residual(pcm, offset, samples, high - third, rate)[1]) {
                high -= third;
            } else {
                low += third;
            }
        }
        double[] powers = residual(pcm, offset, samples, (low + high) / 2, rate);
        double amplitude = Math.sqrt(2 * powers[0]);
        return new Fit(
                20 * Math.log10(Math.max(1e-9, amplitude / 32_767)) + 3.14,
                10 * Math.log10(powers[0] / Math.max(1e-12, powers[1])));
    }

    /** Power of the sine part and of the rest. */
    private static double[] residual(short[] pcm, int offset, int samples, double hz, int rate) {
        double w = 2 * Math.PI * hz / rate;
        double ss = 0, cc = 0, sc = 0, xs = 0, xc = 0, xx = 0;
        for (int i = 0; i < samples; i++) {
            double s = Math.sin(w * i);
            double c = Math.cos(w * i);
            double x = pcm[offset + i];
            ss += s * s;
            cc += c * c;
            sc += s * c;
            xs += x * s;
            xc += x * c;
            xx += x * x;
        }
        double det = ss * cc - sc * sc;
        double a = (xs * cc - xc * sc) / det;
        double b = (xc * ss - xs * sc) / det;
        double fitted = a * xs + b * xc;
        return new double[] {fitted / samples, Math.max(0, xx - fitted) / samples};
    }
}
