package tandem.media.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.media.Prompt;
import tandem.media.codec.Level;
import tandem.media.codec.Pcm;
import tandem.media.codec.Sine;

class PromptPlayerTest {
    private static final Recordings RECORDINGS = Recordings.load();

    private final short[] heard = new short[48_000 * 20];
    private int written;

    @Test
    void playsAToneAtItsLevelThenIsOver() {
        boolean over = play(new PromptPlayer(List.of(new Prompt.Tone(1_004, -10, 500)), false, RECORDINGS), 1_000);
        assertTrue(over);
        Sine.Fit fit = Sine.fit(heard, 4_800, 9_600, 1_004, 48_000);
        assertEquals(-10, fit.dbm0(), 0.05);
        assertTrue(fit.snrDb() > 60, fit.toString());
        assertEquals(25 + 1, written / 960);
    }

    @Test
    void playsAToneUntilStopped() {
        assertFalse(play(new PromptPlayer(List.of(new Prompt.Tone(440, -20, 0)), true, RECORDINGS), 10_000));
        assertEquals(-20, Sine.fit(heard, written - 48_000, 48_000, 440, 48_000).dbm0(), 0.05);
    }

    @Test
    void speaksEachRecordingAtSpeechLevel() {
        for (String name : List.of("welcome", "enter-pin", "muted", "help", "digit-7", "participants")) {
            short[] said = RECORDINGS.samples(new Prompt.Recording("en", name)).orElseThrow();
            assertEquals(-26, Level.dBov(said, 0, said.length), 2, name);
        }
    }

    @Test
    void fallsBackToEnglishAndPassesOverWhatNobodyMade() {
        assertTrue(RECORDINGS.samples(new Prompt.Recording("xx", "welcome")).isPresent());
        List<Prompt> prompts = List.of(new Prompt.Recording("en", "no-such"), new Prompt.Silence(100));
        assertTrue(play(new PromptPlayer(prompts, false, RECORDINGS), 1_000));
        assertEquals(5 + 1, written / 960);
    }

    @Test
    void aLoopOfNothingEndsAtOnce() {
        List<Prompt> prompts = List.of(new Prompt.Recording("en", "no-such"));
        assertTrue(play(new PromptPlayer(prompts, true, RECORDINGS), 1_000));
    }

    @Test
    void aLoopGoesOn() {
        List<Prompt> prompts = List.of(new Prompt.Recording("en", "welcome"), new Prompt.Silence(200));
        assertFalse(play(new PromptPlayer(prompts, true, RECORDINGS), 10_000));
        assertTrue(Level.dBov(heard, written - 96_000, 96_000) > -40);
    }

    /** Whether it ended within that time. */
    private boolean play(PromptPlayer player, int ms) {
        float[] frame = new float[960];
        for (int t = 0; t < ms; t += 20) {
            java.util.Arrays.fill(frame, 0);
            if (!player.addTo(frame)) {
                return true;
            }
            Pcm.toShorts(frame, heard, written, 960);
            written += 960;
        }
        return false;
    }
}
