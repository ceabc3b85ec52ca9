package tandem.media;

/** Something to play: a recording of the prompts folder, or a tone. */
public sealed interface Prompt {
    /** What a party hears while it is on hold. */
    Prompt HOLD_MUSIC = new Recording("music", "hold");

    /**
     * A recording.
     *
     * @param language the folder, such as {@code en}; one that lacks the recording falls back to {@code en}
     * @param name the file without its ending, such as {@code enter-pin} or {@code digit-3}
     */
    record Recording(String language, String name) implements Prompt {}

    /**
     * A sine tone.
     *
     * @param hz frequency
     * @param dbm0 level, where a full-scale sine is +3.14 dBm0 (ITU-T G.711)
     * @param durationMs how long; 0 is until stopped
     */
    record Tone(double hz, double dbm0, int durationMs) implements Prompt {}

    /** Nothing, for that long. */
    record Silence(int durationMs) implements Prompt {}
}
