package tandem.media.codec;

/**
 * Reads a stream of samples at positions between them: a bank of {@value #PHASES} interpolation filters, and straight lines
 * between those. Made for changing the speed of a stream by a fraction of a percent, where each sample is a little further along.
 */
public final class FractionalDelay {
    /** How many samples before a position are needed. */
    public static final int BEFORE = 11;

    /** How many samples after a position are needed. */
    public static final int AFTER = 13;

    private static final int PHASES = 64;
    private static final int TAPS = 24;
    private static final float[] BANK = bank();

    private FractionalDelay() {}

    /**
     * Writes {@code samples} samples read at {@code position + fraction}, then each {@code step} further.
     *
     * @param position index in {@code in}, at least {@link #BEFORE}; {@code in} must reach {@link #AFTER} beyond the last position
     * @param fraction 0 to below 1
     */
    public static void read(short[] in, int position, double fraction, double step, short[] out, int samples) {
        for (int i = 0; i < samples; i++) {
            double at = fraction + i * step;
            int whole = (int) at;
            double phase = (at - whole) * PHASES;
            int low = (int) phase;
            float part = (float) (phase - low);
            float value = value(in, position + whole - BEFORE, low * TAPS, part);
            float limited = Math.min(32_767f, Math.max(-32_768f, value));
            out[i] = (short) ((int) (limited + 32_768.5f) - 32_768);
        }
    }

    private static float value(short[] in, int from, int bank, float part) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int tap = 0; tap < TAPS; tap += 2) {
            a += BANK[bank + tap] * in[from + tap];
            b += BANK[bank + tap + 1] * in[from + tap + 1];
            c += BANK[bank + TAPS + tap] * in[from + tap];
            d += BANK[bank + TAPS + tap + 1] * in[from + tap + 1];
        }
        float lower = a + b;
        return lower + (c + d - lower) * part;
    }

    private static float[] bank() {
        double[] taps = Fir.lowPass(PHASES * TAPS + 1, 0.96 / (2.0 * PHASES));
        float[] bank = new float[(PHASES + 1) * TAPS];
        for (int phase = 0; phase <= PHASES; phase++) {
            double sum = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                sum += tapAt(taps, phase, tap);
            }
            for (int tap = 0; tap < TAPS; tap++) {
                bank[phase * TAPS + tap] = (float) (tapAt(taps, phase, tap) / sum);
            }
        }
        return bank;
    }

    /** The filter's value for the sample {@code tap - BEFORE} away from the position, seen from {@code phase} parts beyond it. */
    private static double tapAt(double[] taps, int phase, int tap) {
        int index = PHASES * TAPS / 2 + (tap - BEFORE) * PHASES - phase;
        return index >= 0 && index < taps.length ? taps[index] : 0;
    }
}
