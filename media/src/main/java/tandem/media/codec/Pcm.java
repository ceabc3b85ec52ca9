package tandem.media.codec;

/** Conversions between 16-bit samples and floating-point samples of the same scale (-32,768 to 32,767). */
public final class Pcm {
    private Pcm() {}

    /** Rounds and limits {@code samples} values from the beginning of {@code in}. */
    public static void toShorts(float[] in, short[] out, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            float limited = Math.min(32_767f, Math.max(-32_768f, in[i]));
            out[offset + i] = (short) ((int) (limited + 32_768.5f) - 32_768);
        }
    }

    /** Widens {@code samples} values to the beginning of {@code out}. */
    public static void toFloats(short[] in, int offset, int samples, float[] out) {
        for (int i = 0; i < samples; i++) {
            out[i] = in[offset + i];
        }
    }
}
