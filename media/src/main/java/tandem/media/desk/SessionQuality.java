package tandem.media.desk;

import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.MediaStats;

/** What a session was like over all its seconds, fed once a second while something is heard. */
final class SessionQuality {
    private long seconds;
    private long rttSeconds;
    private double jitterSum;
    private double jitterMost;
    private double rttSum;
    private double delaySum;
    private double mosLeast;

    /** A second has passed, and its figures are these; {@code delayMs} is one way, as far as known. */
    void second(double jitterMs, double rttMs, double delayMs, double mos) {
        seconds++;
        jitterSum += jitterMs;
        jitterMost = Math.max(jitterMost, jitterMs);
        delaySum += delayMs;
        if (rttMs >= 0) {
            rttSeconds++;
            rttSum += rttMs;
        }
        if (mos > 0) {
            mosLeast = mosLeast == 0 ? mos : Math.min(mosLeast, mos);
        }
    }

    /** All of it, where so many packets came of that codec and so many did not. */
    MediaStats.Overall overall(Optional<AudioCodec> codec, long received, long lost) {
        if (received == 0) {
            return MediaStats.Overall.NONE;
        }
        long missing = Math.max(0, lost);
        double loss = 100.0 * missing / (received + missing);
        double delay = seconds == 0 ? 0 : delaySum / seconds;
        return new MediaStats.Overall(
                loss,
                seconds == 0 ? 0 : jitterSum / seconds,
                jitterMost,
                rttSeconds == 0 ? -1 : rttSum / rttSeconds,
                codec.map(c -> Quality.mos(c, loss, delay)).orElse(0.0),
                mosLeast);
    }
}
