package tandem.media.desk;

/** A sine in G.711, made and measured without the code under test. */
final class Tone {
    private static final int BIAS = 0x84;

    private final double hz;
    private final double amplitude;
    private int at;

    Tone(double hz, double amplitude) {
        this.hz = hz;
        this.amplitude = amplitude;
    }

    byte[] mulaw(int samples) {
        byte[] out = new byte[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = encode((int) Math.round(next()));
        }
        return out;
    }

    /** Two at once. */
    static byte[] mulawSum(Tone one, Tone other, int samples) {
        byte[] out = new byte[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = encode((int) Math.round(one.next() + other.next()));
        }
        return out;
    }

    private double next() {
        return amplitude * Math.sin(2 * Math.PI * hz * at++ / 8_000);
    }

    private static byte encode(int pcm) {
        int sign = pcm < 0 ? 0x80 : 0;
        int magnitude = Math.min(32_635, Math.abs(pcm)) + BIAS;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ~(sign | (exponent << 4) | mantissa);
    }

    static double mulawPeak(byte[] payload) {
        double peak = 0;
        for (byte b : payload) {
            int u = ~b & 0xFF;
            int magnitude = ((((u & 0x0F) << 3) + BIAS) << ((u >> 4) & 7)) - BIAS;
            peak = Math.max(peak, magnitude);
        }
        return peak;
    }

    static double alawPeak(byte[] payload) {
        double peak = 0;
        for (byte b : payload) {
            int a = (b & 0xFF) ^ 0x55;
            int exponent = (a >> 4) & 7;
            int mantissa = a & 0x0F;
            int magnitude = exponent == 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
            peak = Math.max(peak, magnitude);
        }
        return peak;
    }
}
