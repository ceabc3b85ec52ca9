package tandem.media.mix;

/**
 * Keeps a sum of voices inside 16 bits without clipping it and without delay. A tick is looked at as twenty blocks of 1 ms: the
 * gain falls during the block before a peak, is held for 20 ms and returns over 300 ms, so that it stays still through a steady
 * tone. What a peak in the very first block leaves above the threshold goes through a soft knee.
 */
final class Limiter {
    private static final float THRESHOLD = 28_000;
    private static final float ROOM = 32_700 - THRESHOLD;
    private static final int BLOCK = 48;
    private static final int BLOCKS = Frames.SAMPLES / BLOCK;
    private static final int HOLD_BLOCKS = 20;
    private static final float RELEASE_PER_BLOCK = 1f / 300;

    private final float[] wanted = new float[BLOCKS + 1];
    private float gain = 1;
    private int held;

    /** Limits {@link Frames#SAMPLES} samples in place. */
    void process(float[] frame) {
        boolean quiet = gain >= 1;
        for (int block = 0; block < BLOCKS; block++) {
            float peak = peak(frame, block * BLOCK);
            wanted[block] = peak > THRESHOLD ? THRESHOLD / peak : 1;
            quiet &= peak <= THRESHOLD;
        }
        if (quiet) {
            return;
        }
        wanted[BLOCKS] = 1;
        for (int block = 0; block < BLOCKS; block++) {
            float end = next(Math.min(wanted[block], wanted[block + 1]));
            scale(frame, block * BLOCK, gain, end);
            gain = end;
        }
    }

    /** The gain it stands at, 0 to 1. */
    float gain() {
        return gain;
    }

    /** Goes on from where another one stands. */
    void copyFrom(Limiter other) {
        gain = other.gain;
        held = other.held;
    }

    /** Back to full gain. */
    void reset() {
        gain = 1;
        held = 0;
    }

    private float next(float allowed) {
        if (allowed <= gain) {
            held = allowed < 1 ? HOLD_BLOCKS : 0;
            return allowed;
        }
        if (held > 0) {
            held--;
            return gain;
        }
        return Math.min(allowed, gain + RELEASE_PER_BLOCK);
    }

    private static float peak(float[] frame, int start) {
        float peak = 0;
        for (int i = start; i < start + BLOCK; i++) {
            peak = Math.max(peak, Math.abs(frame[i]));
        }
        return peak;
    }

    private static void scale(float[] frame, int start, float from, float to) {
        float step = (to - from) / BLOCK;
        boolean over = false;
        for (int i = 0; i < BLOCK; i++) {
            float value = frame[start + i] * (from + step * i);
            frame[start + i] = value;
            over |= Math.abs(value) > THRESHOLD;
        }
        if (over) {
            bend(frame, start);
        }
    }

    private static void bend(float[] frame, int start) {
        for (int i = start; i < start + BLOCK; i++) {
            float over = Math.abs(frame[i]) - THRESHOLD;
            if (over > 0) {
                frame[i] = Math.copySign(THRESHOLD + over / (1 + over / ROOM), frame[i]);
            }
        }
    }
}
