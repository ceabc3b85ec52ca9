package tandem.media.codec;

/** ITU-T G.711: 8-bit logarithmic PCM, by table. */
public final class G711 {
    /** The two companding laws. */
    public enum Law {
        /** A-law, ITU-T G.711 table 1. */
        A,
        /** mu-law, ITU-T G.711 table 2. */
        MU
    }

    private static final short[] FROM_A = decodingTable(Law.A);
    private static final short[] FROM_MU = decodingTable(Law.MU);
    private static final byte[] TO_A = encodingTable(Law.A);
    private static final byte[] TO_MU = encodingTable(Law.MU);

    private G711() {}

    /** Decodes {@code length} octets into as many samples. */
    public static void decode(Law law, byte[] in, int offset, int length, short[] pcm, int pcmOffset) {
        short[] table = law == Law.A ? FROM_A : FROM_MU;
        for (int i = 0; i < length; i++) {
            pcm[pcmOffset + i] = table[in[offset + i] & 0xFF];
        }
    }

    /** Encodes {@code samples} samples into as many octets. */
    public static void encode(Law law, short[] pcm, int offset, int samples, byte[] out, int outOffset) {
        byte[] table = law == Law.A ? TO_A : TO_MU;
        for (int i = 0; i < samples; i++) {
            out[outOffset + i] = table[(pcm[offset + i] & 0xFFFF) >> 2];
        }
    }

    /** The octet that stands for zero. */
    public static byte silence(Law law) {
        return (byte) (law == Law.A ? 0xD5 : 0xFF);
    }

    private static short[] decodingTable(Law law) {
        short[] table = new short[256];
        for (int octet = 0; octet < 256; octet++) {
            table[octet] = (short) (law == Law.A ? expandA(octet) : expandMu(octet));
        }
        return table;
    }

    private static byte[] encodingTable(Law law) {
        byte[] table = new byte[1 << 14];
        for (int i = 0; i < table.length; i++) {
            int sample = (short) (i << 2);
            table[i] = (byte) (law == Law.A ? compressA(sample) : compressMu(sample));
        }
        return table;
    }

    private static int expandMu(int octet) {
        int u = ~octet & 0xFF;
        int magnitude = ((((u & 0xF) << 3) + 0x84) << ((u >> 4) & 7)) - 0x84;
        return (u & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static int expandA(int octet) {
        int a = octet ^ 0x55;
        int segment = (a >> 4) & 7;
        int step = (a & 0xF) << 4;
        int magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
        return (a & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int compressMu(int sample) {
        int value = Math.min(Math.abs(sample >> 2), 8_158) + 33;
        int segment = 26 - Integer.numberOfLeadingZeros(value);
        int code = (segment << 4) | ((value >> (segment + 1)) & 0xF);
        return ~(sample < 0 ? code | 0x80 : code);
    }

    private static int compressA(int sample) {
        int value = sample >> 3;
        int sign = value < 0 ? 0 : 0x80;
        value = value < 0 ? -value - 1 : value;
        int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(value));
        int code = (segment << 4) | ((value >> Math.max(1, segment)) & 0xF);
        return (code | sign) ^ 0x55;
    }
}
