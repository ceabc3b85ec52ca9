package tandem.media.codec;

import java.util.Arrays;

/** ITU-T G.722 at 64 kbit/s, the sending end: two samples at 16 kHz make one octet. */
final class G722Encoder implements AudioEncoder {
    private static final int LONGEST = 16 * 120;
    private static final int BLOCK_1H = 564;

    private final G722Band lower = G722Band.lower();
    private final G722Band higher = G722Band.higher();
    private final int[] x = new int[G722.PAST + LONGEST];

    @Override
    public int sampleRate() {
        return 16_000;
    }

    @Override
    public int encode(short[] pcm, int offset, int samples, byte[] out, int outOffset) {
        for (int i = 0; i < samples; i++) {
            x[G722.PAST + i] = pcm[offset + i];
        }
        int octets = samples / 2;
        for (int n = 0; n < octets; n++) {
            int even = 0;
            int odd = 0;
            for (int i = 0; i < 12; i++) {
                even += x[2 * n + 2 * i] * G722.QMF[i];
                odd += x[2 * n + 2 * i + 1] * G722.QMF[11 - i];
            }
            out[outOffset + n] = (byte) (high((odd - even) >> 14) << 6 | low((even + odd) >> 14));
        }
        System.arraycopy(x, samples, x, 0, G722.PAST);
        return octets;
    }

    /** Blocks 1L to 4L. */
    private int low(int sample) {
        int difference = G722Band.clip(sample - lower.s);
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        int from = 1;
        int to = 30;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (magnitude < (G722.Q6[middle] * lower.det) >> 12) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        int code = difference < 0 ? below(from) : 62 - from;
        G722.followLower(lower, code >> 2);
        return code;
    }

    /** The codes of negative differences: 63, 62, then 31 downwards. */
    private static int below(int level) {
        return level <= 2 ? 64 - level : 34 - level;
    }

    /** Blocks 1H to 4H. */
    private int high(int sample) {
        int difference = G722Band.clip(sample - higher.s);
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        boolean large = magnitude >= (BLOCK_1H * higher.det) >> 12;
        int code = (difference < 0 ? 0 : 2) + (large ? 0 : 1);
        G722.followHigher(higher, code);
        return code;
    }

    @Override
    public void reset() {
        lower.reset();
        higher.reset();
        Arrays.fill(x, 0);
    }

    @Override
    public void close() {}
}
