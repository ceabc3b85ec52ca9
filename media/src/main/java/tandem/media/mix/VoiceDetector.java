package tandem.media.mix;

/**
 * Whether somebody speaks, from the level of each 20 ms: louder than {@value #LEAST} dBov and clearly louder than his own
 * background for three frames; it lasts {@value #HANGOVER_FRAMES} frames longer than the voice.
 */
final class VoiceDetector {
    private static final int LEAST = -50;
    private static final int ABOVE_NOISE = 9;
    private static final float LOUDEST_NOISE = -42;
    private static final float NOISE_RISE = 0.05f;
    private static final int ONSET_FRAMES = 3;
    private static final int HANGOVER_FRAMES = 20;

    private float noise = -70;
    private int onset;
    private int hangover;

    /** Takes the level of the next 20 ms in dBov; says whether he speaks. */
    boolean next(int level) {
        noise = level < noise ? Math.max(-90, level) : Math.min(LOUDEST_NOISE, noise + NOISE_RISE);
        boolean voice = level > LEAST && level > noise + ABOVE_NOISE;
        onset = voice ? onset + 1 : 0;
        if (onset >= ONSET_FRAMES) {
            hangover = HANGOVER_FRAMES;
        } else if (hangover > 0) {
            hangover--;
        }
        return hangover > 0;
    }
}
