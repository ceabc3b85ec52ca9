package tandem.media.dtmf;

/** What becomes of keys that were recognised. */
public interface Presses {
    /** A key went down. */
    void onPressed(char key);

    /** The key that went down last is up again. */
    void onReleased(char key, int durationMs);
}
