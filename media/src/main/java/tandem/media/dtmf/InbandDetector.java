package tandem.media.dtmf;

/**
 * Recognises keys by their tones (ITU-T Q.23) in what somebody says, within the limits of ITU-T Q.24: tones of 40 ms and more
 * with pauses of 40 ms and more, either tone up to 1.5 % off, the higher up to 9 dB louder or 7 dB softer than the lower, down
 * to -33 dBm0. Blocks of 12.75 ms go through two Goertzel banks; two like blocks in a row make a key. Speech is told from keys
 * by how little else than the two tones a block may hold, by their harmonics, and by the steadiness of their level.
 */
public final class InbandDetector {
    private static final double BLOCK_S = 102 / 8_000.0;
    private static final double LEAST_TONE = 0.5 * Math.pow(32_767 * Math.pow(10, (-33 - 3.14) / 20), 2);
    private static final double PURITY = 0.79;
    private static final double PEAK = 5;
    private static final double HIGHER_LOUDER = 9;
    private static final double LOWER_LOUDER = 5.5;
    private static final double HARMONIC = 0.05;
    private static final double LEAKAGE = 0.01;
    private static final double STEADY = 2.5;
    private static final int CLEAR_OF_HARMONIC_HZ = 250;
    private static final char NONE = ' ';

    private final int rate;
    private final Presses presses;
    private final short[] block;
    private final double[] rows = new double[4];
    private final double[] columns = new double[4];
    private int filled;
    private char last = NONE;
    private double lastPower;
    private double power;
    private char down = NONE;
    private int blocksDown;
    private int misses;

    /** For samples of that rate in Hz. */
    public InbandDetector(int rate, Presses presses) {
        this.rate = rate;
        this.presses = presses;
        this.block = new short[(int) Math.round(BLOCK_S * rate)];
    }

    /** Listens to that many samples more. */
    public void process(short[] pcm, int offset, int samples) {
        int taken = 0;
        while (taken < samples) {
            int count = Math.min(samples - taken, block.length - filled);
            System.arraycopy(pcm, offset + taken, block, filled, count);
            filled += count;
            taken += count;
            if (filled == block.length) {
                filled = 0;
                blockHeard(keyOf());
            }
        }
    }

    private void blockHeard(char key) {
        boolean steady = power < lastPower * STEADY && lastPower < power * STEADY;
        if (down != NONE) {
            held(key);
        } else if (key != NONE && key == last && steady) {
            down = key;
            blocksDown = 2;
            misses = 0;
            presses.onPressed(key);
        }
        last = key;
        lastPower = power;
    }

    private void held(char key) {
        if (key == down) {
            blocksDown += misses + 1;
            misses = 0;
        } else if (++misses >= 2) {
            release();
        }
    }

    /** Nothing more is heard: a key that is down is up. */
    public void end() {
        if (down != NONE) {
            release();
        }
    }

    private void release() {
        char up = down;
        down = NONE;
        presses.onReleased(up, (int) (blocksDown * BLOCK_S * 1_000));
    }

    /** The key that the block is of. */
    private char keyOf() {
        long sum = 0;
        for (short sample : block) {
            sum += sample * sample;
        }
        power = (double) sum / block.length;
        if (power < 2 * LEAST_TONE) {
            return NONE;
        }
        for (int i = 0; i < 4; i++) {
            rows[i] = tone(DtmfKeys.lowOf(i));
            columns[i] = tone(DtmfKeys.highOf(i));
        }
        int row = peak(rows);
        int column = peak(columns);
        if (row < 0 || column < 0 || !isPair(rows[row], columns[column])) {
            return NONE;
        }
        return hasHarmonics(row, column) ? NONE : DtmfKeys.at(row, column);
    }

    private boolean isPair(double low, double high) {
        return low > LEAST_TONE
                && high > LEAST_TONE
                && high < low * HIGHER_LOUDER
                && low < high * LOWER_LOUDER
                && low + high > PURITY * power;
    }

    private boolean hasHarmonics(int row, int column) {
        int low = DtmfKeys.lowOf(row);
        int high = DtmfKeys.highOf(column);
        boolean clear = Math.abs(2 * low - high) > CLEAR_OF_HARMONIC_HZ;
        return tone(2 * high) > HARMONIC * columns[column] + LEAKAGE * rows[row]
                || (clear && tone(2 * low) > HARMONIC * rows[row] + LEAKAGE * columns[column]);
    }

    /** The one that stands out, or -1. */
    private static int peak(double[] powers) {
        int best = 0;
        for (int i = 1; i < powers.length; i++) {
            best = powers[i] > powers[best] ? i : best;
        }
        for (int i = 0; i < powers.length; i++) {
            if (i != best && powers[i] * PEAK > powers[best]) {
                return -1;
            }
        }
        return best;
    }

    /** Mean square of the part of the block that has that frequency, by Goertzel's algorithm. */
    private double tone(int hz) {
        double k = 2 * Math.cos(2 * Math.PI * hz / rate);
        double s1 = 0;
        double s2 = 0;
        for (short sample : block) {
            double s = sample + k * s1 - s2;
            s2 = s1;
            s1 = s;
        }
        double squared = s1 * s1 + s2 * s2 - k * s1 * s2;
        return 2 * squared / ((double) block.length * block.length);
    }
}
