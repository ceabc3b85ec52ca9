package tandem.media.codec;

import java.util.Arrays;

/**
 * Hides losses of waveform codecs after the idea of ITU-T G.711 Appendix I: the last whole pitch periods are repeated, at full
 * level for 10 ms, fading to nothing at 60 ms, and what arrives next is faded in over what was made up.
 */
public final class Concealer {
    private static final int HISTORY_MS = 48;
    private static final int FULL_MS = 10;
    private static final int FADED_MS = 60;

    private final int perMs;
    private final short[] history;
    private final short[] cycle;
    private final int fade;
    private int cycleLength;
    private int concealed;

    /** For samples of that rate in Hz. */
    public Concealer(int sampleRate) {
        this.perMs = sampleRate / 1_000;
        this.history = new short[HISTORY_MS * perMs];
        this.cycle = new short[20 * perMs];
        this.fade = 4 * perMs;
    }

    /** Samples that were received: after a loss their beginning is changed in place, so that they join what was made up. */
    public void heard(short[] pcm, int offset, int samples) {
        if (concealed > 0) {
            join(pcm, offset, Math.min(samples, fade));
            concealed = 0;
        }
        if (samples >= history.length) {
            System.arraycopy(pcm, offset + samples - history.length, history, 0, history.length);
            return;
        }
        System.arraycopy(history, samples, history, 0, history.length - samples);
        System.arraycopy(pcm, offset, history, history.length - samples, samples);
    }

    /** Makes {@code samples} up. */
    public void conceal(short[] pcm, int offset, int samples) {
        if (concealed == 0) {
            takeCycle(pitch());
        }
        for (int i = 0; i < samples; i++) {
            pcm[offset + i] = made(concealed++);
        }
    }

    /** Forgets the past. */
    public void reset() {
        Arrays.fill(history, (short) 0);
        concealed = 0;
    }

    private short made(int position) {
        int full = FULL_MS * perMs;
        int faded = FADED_MS * perMs;
        if (position >= faded) {
            return 0;
        }
        int sample = cycle[position % cycleLength];
        return (short) (position < full ? sample : sample * (faded - position) / (faded - full));
    }

    private void join(short[] pcm, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            int made = made(concealed + i);
            pcm[offset + i] = (short) (made + (pcm[offset + i] - made) * i / samples);
        }
    }

    /** Whole periods, at most 20 ms of them, whose end leads smoothly back to their beginning. */
    private void takeCycle(int pitch) {
        cycleLength = cycle.length / pitch * pitch;
        int start = history.length - cycleLength;
        System.arraycopy(history, start, cycle, 0, cycleLength);
        int overlap = pitch / 4;
        for (int i = 0; i < overlap; i++) {
            int at = cycleLength - overlap + i;
            int before = history[start - overlap + i];
            cycle[at] = (short) (cycle[at] + (before - cycle[at]) * i / overlap);
        }
    }

    /** The period, 5 to 15 ms, by the greatest normalised correlation of the last 15 ms with what lies one period before. */
    private int pitch() {
        int shortest = 5 * perMs;
        int longest = 15 * perMs;
        int coarse = Math.max(1, perMs / 4);
        int best = shortest;
        double greatest = -1;
        for (int lag = shortest; lag <= longest; lag += coarse) {
            double likeness = likeness(lag, coarse);
            if (likeness > greatest) {
                greatest = likeness;
                best = lag;
            }
        }
        int from = Math.max(shortest, best - coarse);
        int to = Math.min(longest, best + coarse);
        greatest = -1;
        for (int lag = from; lag <= to; lag++) {
            double likeness = likeness(lag, 1);
            if (likeness > greatest) {
                greatest = likeness;
                best = lag;
            }
        }
        return best;
    }

    private double likeness(int lag, int step) {
        int end = history.length;
        long cross = 0;
        long energy = 1;
        for (int i = end - 15 * perMs; i < end; i += step) {
            int before = history[i - lag];
            cross += (long) history[i] * before;
            energy += (long) before * before;
        }
        return cross / Math.sqrt((double) energy);
    }
}
