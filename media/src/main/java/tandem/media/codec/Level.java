package tandem.media.codec;

/** How loud samples are, in dBov (0 is the power of a full-scale square wave, RFC 6464 section 3). */
public final class Level {
    /** No sound at all; also the least that RFC 6464 can say. */
    public static final int SILENCE = -127;

    private Level() {}

    /** Level of that many samples in whole dBov, {@value #SILENCE} to 0. */
    public static int dBov(short[] pcm, int offset, int samples) {
        if (samples <= 0) {
            return SILENCE;
        }
        return ofPower(power(pcm, offset, samples));
    }

    /** Mean square of the samples. */
    public static double power(short[] pcm, int offset, int samples) {
        long sum = 0;
        for (int i = offset; i < offset + samples; i++) {
            sum += pcm[i] * pcm[i];
        }
        return samples > 0 ? (double) sum / samples : 0;
    }

    /** A mean square of 16-bit samples in whole dBov. */
    public static int ofPower(double meanSquare) {
        if (meanSquare < 1e-3) {
            return SILENCE;
        }
        double db = 10 * Math.log10(meanSquare / (32_768.0 * 32_768.0));
        return Math.max(SILENCE, Math.min(0, (int) Math.round(db)));
    }
}
