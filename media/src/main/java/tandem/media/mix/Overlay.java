package tandem.media.mix;

/** Something played over the talk, pulled 20 ms at a time. */
public interface Overlay {
    /**
     * Adds 960 samples at 48 kHz, 16-bit scale, to {@code frame}.
     *
     * @return false when there was nothing left to add
     */
    boolean addTo(float[] frame);
}
