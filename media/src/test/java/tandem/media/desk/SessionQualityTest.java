package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaStats;

class SessionQualityTest {
    @Test
    void aSilentSessionHasNoQuality() {
        assertEquals(MediaStats.Overall.NONE, new SessionQuality().overall(Optional.of(AudioCodec.PCMU), 0, 0));
    }

    @Test
    void isOfAllSecondsAndNotOfTheLast() {
        SessionQuality quality = new SessionQuality();
        quality.second(2, 40, 60, 4.3);
        quality.second(10, -1, 60, 2.0);
        quality.second(3, 60, 60, 4.3);
        MediaStats.Overall overall = quality.overall(Optional.of(AudioCodec.PCMU), 98, 2);
        assertEquals(2.0, overall.lossPercent(), 1e-9);
        assertEquals(5.0, overall.jitterMs(), 1e-9);
        assertEquals(10.0, overall.mostJitterMs(), 1e-9);
        assertEquals(50.0, overall.rttMs(), 1e-9);
        assertEquals(2.0, overall.leastMos(), 1e-9);
        assertEquals(Quality.mos(AudioCodec.PCMU, 2, 60), overall.mos(), 1e-9);
        assertTrue(overall.mos() > 4, "R of 93.2 - 1.4 - 7.0: " + overall.mos());
    }
}
