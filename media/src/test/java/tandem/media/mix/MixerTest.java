package tandem.media.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.Level;
import tandem.media.codec.Sine;

class MixerTest {
    private static final EncoderSettings PCMU = EncoderSettings.of(AudioCodec.PCMU, 20);

    private final Mixer mixer = new Mixer(8, AudioCodecs::encoder);
    private long nowNs;

    @Test
    void whoTalksIsHeardByTheOthersAtHisLevelAndNotByHimself() {
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, EncoderSettings.of(AudioCodec.PCMA, 20));
        Phone cid = new Phone(mixer, PCMU);
        ann.talk(1_004, -10);

        run(1_000);

        Sine.Fit heard = ben.lastHeard(500, 1_004);
        assertEquals(-10, heard.dbm0(), 0.3);
        assertTrue(heard.snrDb() > 35, "signal to noise " + heard.snrDb());
        assertEquals(-10, cid.lastHeard(500, 1_004).dbm0(), 0.3);
        assertTrue(ann.heardLevel(900) <= -70, "heard himself at " + ann.heardLevel(900));
        assertTrue(ann.speaking && !ben.speaking);
    }

    @Test
    void whoIsMutedIsNotHeard() {
        Phone ann = new Phone(mixer, PCMU);
        Phone ben = new Phone(mixer, PCMU);
        ann.talk(1_004, -10);
        ann.seat.mute(true);

        run(500);

        assertTrue(ben.heardLevel(400) <= -70);
        assertEquals(Level.SILENCE, new Phone(mixer, PCMU).heardLevel(1));
    }

    private void run(int ms) {
        for (int t = 0; t < ms; t += Frames.TICK_MS) {
            nowNs += 20_000_000;
            mixer.tick(nowNs);
        }
    }
}
