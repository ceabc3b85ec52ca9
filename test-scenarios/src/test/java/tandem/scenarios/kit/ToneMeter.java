package tandem.scenarios.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** Looks for one frequency in a recording by Goertzel's recursion over windows of 20 ms. */
public final class ToneMeter {
    private static final int WINDOW_MS = 20;

    private final double[] levels;

    /** Measures the frequency over the whole recording. */
    public ToneMeter(Wav wav, double hz) {
        int window = wav.rate() * WINDOW_MS / 1000;
        levels = new double[wav.samples().length / window];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(wav.samples(), i * window, window, hz / wav.rate());
        }
    }

    private static double level(short[] samples, int from, int length, double cyclesPerSample) {
        double twice = 2 * Math.cos(2 * Math.PI * cyclesPerSample);
        double before = 0;
        double now = 0;
        for (int i = from; i < from + length; i++) {
            double next = samples[i] + twice * now - before;
            before = now;
            now = next;
        }
        double power = Math.max(0, now * now + before * before - twice * now * before);
        double peak = 2 * Math.sqrt(power) / length;
        return 20 * Math.log10(Math.max(peak, 0.01) / Short.MAX_VALUE);
    }

    /** The median level in dB, 0 being a sine of full scale; -130 for nothing at all. */
    public double levelDb() {
        if (levels.length == 0) {
            return -130;
        }
        double[] sorted = levels.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The loudest window, in dB. */
    public double loudestDb() {
        return Arrays.stream(levels).max().orElse(-130);
    }

    /** Fails unless it is there at that level, 1 dB up or down in 98 of 100 windows, and never away for longer than 60 ms. */
    public void assertSteady(String who, double db) {
        assertSteady(who, db, 0.98);
    }

    /** The same with that share of the windows, 0 to 1, in which the level must be so. */
    public void assertSteady(String who, double db, double leastShare) {
        double share = share(db - 1) - share(db + 1);
        int gap = longestGapMs(db - 3);
        String words =
                who + ": median " + levelDb() + " dB, " + share + " of it at " + db + " dB, longest gap " + gap + " ms";
        assertTrue(share >= leastShare, words);
        assertTrue(gap <= 60, words);
    }

    /** The longest time, in milliseconds, in which the tone lay below that level. */
    public int longestGapMs(double belowDb) {
        int longest = 0;
        int run = 0;
        for (double level : levels) {
            run = level < belowDb ? run + WINDOW_MS : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** How much of the recording, 0 to 1, has the tone at that level or above. */
    public double share(double fromDb) {
        return levels.length == 0
                ? 0
                : (double) Arrays.stream(levels)
                                .filter(level -> level >= fromDb)
                                .count()
                        / levels.length;
    }
}
