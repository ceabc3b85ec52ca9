package tandem.media.jitter;

import java.util.Arrays;
import tandem.media.codec.FractionalDelay;

/**
 * Decoded samples that wait to be played, with a little of what was played before, so that they can be read between the samples
 * and pieces can be taken out or put in where it is not heard.
 */
final class Samples {
    private static final int PAST = FractionalDelay.BEFORE + 1;

    private final int rate;
    private short[] buffer;
    private int read;
    private int end;
    private double fraction;

    Samples(int rate) {
        this.rate = rate;
        this.buffer = new short[rate / 1_000 * 84];
        clear();
    }

    int rate() {
        return rate;
    }

    /** Samples not played yet. */
    int available() {
        return end - read;
    }

    void clear() {
        Arrays.fill(buffer, 0, PAST, (short) 0);
        read = PAST;
        end = PAST;
        fraction = 0;
    }

    /** Makes room for {@code samples} more; they may then be written to {@link #array} from {@link #end}. */
    void reserve(int samples) {
        if (end + samples <= buffer.length) {
            return;
        }
        int keep = read - PAST;
        short[] target = buffer;
        if (end - keep + samples > buffer.length) {
            target = new short[end - keep + samples];
        }
        System.arraycopy(buffer, keep, target, 0, end - keep);
        buffer = target;
        end -= keep;
        read = PAST;
    }

    short[] array() {
        return buffer;
    }

    int end() {
        return end;
    }

    /** That many have been written at {@link #end}. */
    void written(int samples) {
        end += samples;
    }

    void addZeros(int samples) {
        reserve(samples);
        Arrays.fill(buffer, end, end + samples, (short) 0);
        end += samples;
    }

    /** How many must be available to read {@code samples} while {@code extra} more (or less) than that are used up. */
    int needed(int samples, double extra) {
        boolean whole = extra == 0 && fraction == 0;
        return whole ? samples : (int) Math.ceil(fraction + samples + extra) + FractionalDelay.AFTER;
    }

    /** Reads {@code samples}, using up {@code extra} more or less than that; roughly, where nobody will hear it. */
    void read(short[] out, int samples, double extra, boolean exact) {
        if (extra == 0 && fraction == 0) {
            System.arraycopy(buffer, read, out, 0, samples);
        } else if (exact) {
            FractionalDelay.read(buffer, read, fraction, (samples + extra) / samples, out, samples);
        } else {
            System.arraycopy(buffer, read, out, 0, samples);
        }
        skip(samples, extra);
    }

    /** Lets {@code samples} pass, and {@code extra} more or less. */
    void skip(int samples, double extra) {
        double position = fraction + samples + extra;
        int whole = (int) Math.floor(position + 1e-6);
        fraction = Math.max(0, position - whole);
        if (fraction < 1e-5) {
            fraction = 0;
        }
        read += whole;
    }

    /**
     * Takes one piece of 3 to 15 ms out at the reading position, where what follows it looks the same as itself, so that the
     * seam is not heard.
     *
     * @param likeness how alike they must be, 0 to 1
     * @return samples taken out; 0 when nothing fits
     */
    int shorten(double likeness) {
        int longest = Math.min(15 * rate / 1_000, (available() - FractionalDelay.AFTER) / 2);
        int lag = longest < 3 * rate / 1_000 ? 0 : likeliestLag(longest, likeness);
        if (lag == 0) {
            return 0;
        }
        for (int i = 0; i < lag; i++) {
            int stays = buffer[read + i];
            int comes = buffer[read + lag + i];
            buffer[read + lag + i] = (short) (stays + (comes - stays) * i / lag);
        }
        System.arraycopy(buffer, read - PAST, buffer, read + lag - PAST, PAST);
        read += lag;
        return lag;
    }

    /**
     * Puts one piece of 3 to 15 ms in at the reading position, a repetition of what is there.
     *
     * @return samples put in; 0 when nothing fits
     */
    int lengthen(double likeness) {
        int longest = Math.min(15 * rate / 1_000, (available() - FractionalDelay.AFTER) / 2);
        int lag = longest < 3 * rate / 1_000 ? 0 : likeliestLag(longest, likeness);
        if (lag == 0) {
            return 0;
        }
        reserve(lag);
        System.arraycopy(buffer, read, buffer, read + lag, end - read);
        end += lag;
        // first the piece as it is, then it again, beginning as the one that followed it
        for (int i = 0; i < lag; i++) {
            int next = buffer[read + 2 * lag + i];
            int again = buffer[read + lag + i];
            buffer[read + lag + i] = (short) (next + (again - next) * i / lag);
        }
        return lag;
    }

    private int likeliestLag(int longest, double likeness) {
        int step = Math.max(1, rate / 8_000);
        int best = 0;
        double greatest = likeness;
        for (int lag = 3 * rate / 1_000; lag <= longest; lag += step) {
            double alike = alike(lag, step);
            if (alike > greatest) {
                greatest = alike;
                best = lag;
            }
        }
        return best;
    }

    private double alike(int lag, int step) {
        double cross = 0;
        double first = 1e4;
        double second = 1e4;
        for (int i = 0; i < lag; i += step) {
            double a = buffer[read + i];
            double b = buffer[read + lag + i];
            cross += a * b;
            first += a * a;
            second += b * b;
        }
        return cross / Math.sqrt(first * second);
    }

    /** Whether what is about to be played is as good as silence. */
    boolean quiet(int samples) {
        int limit = 60;
        for (int i = read; i < Math.min(end, read + samples); i++) {
            if (Math.abs((int) buffer[i]) > limit) {
                return false;
            }
        }
        return available() > 0;
    }

    /** Takes up to {@code samples} out at the reading position without looking; only where it is quiet. */
    int cut(int samples) {
        int cut = Math.max(0, Math.min(samples, available() - FractionalDelay.AFTER));
        read += cut;
        return cut;
    }
}
