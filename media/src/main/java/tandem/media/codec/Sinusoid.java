package tandem.media.codec;

/** A sine, sample by sample, by rotation; it neither drifts nor dies, however long it sounds. */
public final class Sinusoid {
    private final double cos;
    private final double sin;
    private double x;
    private double y;

    /** Of that frequency in Hz at that sampling rate, with that peak. */
    public Sinusoid(double hz, int rate, double amplitude) {
        this.cos = Math.cos(2 * Math.PI * hz / rate);
        this.sin = Math.sin(2 * Math.PI * hz / rate);
        this.x = amplitude;
    }

    /** The peak of a sine of that level, where a full-scale one has +3.14 dBm0 (ITU-T G.711). */
    public static double amplitude(double dbm0) {
        return 32_767 * Math.pow(10, (dbm0 - 3.14) / 20);
    }

    /** The next sample; the first is 0. */
    public double next() {
        double now = y;
        double nextX = x * cos - y * sin;
        y = x * sin + y * cos;
        x = nextX;
        return now;
    }
}
