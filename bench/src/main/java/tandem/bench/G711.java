package tandem.bench;

/** Mu-law (ITU-T G.711) for the generators: they must not depend on the codec they measure. */
final class G711 {
    static final byte SILENCE = (byte) 0xFF;
    private static final int BIAS = 132;
    private static final int CLIP = 32_635;

    private G711() {}

    static byte encode(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        return (byte) ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15));
    }

    static int decode(byte code) {
        int bits = ~code;
        int exponent = (bits >> 4) & 7;
        int magnitude = ((((bits & 15) << 3) + BIAS) << exponent) - BIAS;
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }
}
