package tandem.media.mix;

/** The sizes the mixer works with. */
final class Frames {
    /** The rate of the sum, in Hz. */
    static final int RATE = 48_000;

    /** A tick in milliseconds. */
    static final int TICK_MS = 20;

    /** Samples of a tick at {@link #RATE}. */
    static final int SAMPLES = RATE / 1_000 * TICK_MS;

    private Frames() {}

    static int samples(int rate) {
        return rate / 1_000 * TICK_MS;
    }
}
