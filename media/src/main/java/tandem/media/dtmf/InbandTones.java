package tandem.media.dtmf;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import tandem.media.codec.Sinusoid;
import tandem.media.mix.Overlay;

/** Sends keys as pairs of tones: -6 dBm0 the higher, -8 dBm0 the lower, with pauses between. One for each stream. */
public final class InbandTones implements Overlay {
    private static final double HIGH_DBM0 = -6;
    private static final double LOW_DBM0 = -8;
    private static final int PAUSE_MS = 60;
    private static final int SHORTEST_MS = 50;
    private static final int LONGEST_MS = 6_000;
    private static final int OVERLAY_RATE = 48_000;

    private final int rate;
    private final int ramp;
    private final Queue<Press> waiting = new ArrayDeque<>();
    private Sinusoid low = new Sinusoid(0, OVERLAY_RATE, 0);
    private Sinusoid high = new Sinusoid(0, OVERLAY_RATE, 0);
    private int at;
    private int length;
    private int end;

    private record Press(char key, int durationMs) {}

    /** For samples at that rate in Hz; 48,000 to be played over a mix. */
    public InbandTones(int rate) {
        this.rate = rate;
        this.ramp = rate / 500;
    }

    /** Sounds that key after those that wait; anything that is no key is left out. */
    public void press(char key, int durationMs) {
        if (DtmfKeys.isKey(key)) {
            waiting.add(new Press(key, Math.max(SHORTEST_MS, Math.min(LONGEST_MS, durationMs))));
        }
    }

    /** Whether a key sounds or waits. */
    public boolean busy() {
        return at < end || !waiting.isEmpty();
    }

    /** Puts the tones in place of {@code samples} samples; false, and nothing done, when no key sounds. */
    public boolean replace(short[] pcm, int offset, int samples) {
        if (!busy()) {
            return false;
        }
        Arrays.fill(pcm, offset, offset + samples, (short) 0);
        for (int i = 0; i < samples && busy(); i++) {
            pcm[offset + i] = (short) Math.round(next());
        }
        return true;
    }

    @Override
    public boolean addTo(float[] frame) {
        if (!busy()) {
            return false;
        }
        for (int i = 0; i < frame.length && busy(); i++) {
            frame[i] += (float) next();
        }
        return true;
    }

    private double next() {
        if (at >= end) {
            Press press = waiting.remove();
            low = new Sinusoid(DtmfKeys.low(press.key()), rate, Sinusoid.amplitude(LOW_DBM0));
            high = new Sinusoid(DtmfKeys.high(press.key()), rate, Sinusoid.amplitude(HIGH_DBM0));
            length = rate / 1_000 * press.durationMs();
            end = length + rate / 1_000 * PAUSE_MS;
            at = 0;
        }
        int edge = Math.min(at, length - 1 - at);
        at++;
        double sum = low.next() + high.next();
        return edge < 0 ? 0 : sum * Math.min(1, (double) edge / ramp);
    }
}
