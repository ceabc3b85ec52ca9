package tandem.media.codec;

import java.util.Arrays;

/** One sub-band of ITU-T G.722: the quantizer's scale and the adaptive predictor of two poles and six zeros, named as there. */
final class G722Band {
    private static final int ZEROS = 6;
    private static final short[] ILB = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private final int firstDet;
    private final int nbLimit;
    private final int shift;
    private final int[] d = new int[ZEROS + 1];
    private final int[] b = new int[ZEROS + 1];
    private int a1;
    private int a2;
    private int r1;
    private int r2;
    private int p1;
    private int p2;
    private int sz;
    private int nb;
    /** The quantizer's scale factor. */
    int det;
    /** The prediction. */
    int s;

    private G722Band(int firstDet, int nbLimit, int shift) {
        this.firstDet = firstDet;
        this.nbLimit = nbLimit;
        this.shift = shift;
        reset();
    }

    static G722Band lower() {
        return new G722Band(32, 18_432, 8);
    }

    static G722Band higher() {
        return new G722Band(8, 22_528, 10);
    }

    void reset() {
        Arrays.fill(d, 0);
        Arrays.fill(b, 0);
        a1 = 0;
        a2 = 0;
        r1 = 0;
        r2 = 0;
        p1 = 0;
        p2 = 0;
        sz = 0;
        nb = 0;
        s = 0;
        det = firstDet;
    }

    /** LOGSCL or LOGSCH, then SCALEL or SCALEH: the scale factor after a code whose logarithmic multiplier is {@code w}. */
    void scale(int w) {
        nb = Math.max(0, Math.min(nbLimit, ((nb * 127) >> 7) + w));
        int mantissa = ILB[(nb >> 6) & 31];
        int exponent = shift - (nb >> 11);
        det = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
    }

    /** Block 4 of the recommendation: the predictor after the quantized difference {@code d0}. */
    void predict(int d0) {
        int r0 = clip(s + d0);
        int p0 = clip(sz + d0);
        poles(p0);
        zeros(d0);
        p2 = p1;
        p1 = p0;
        r2 = r1;
        r1 = r0;
        int sp = clip(((a1 * clip(r1 + r1)) >> 15) + ((a2 * clip(r2 + r2)) >> 15));
        int sum = 0;
        for (int i = ZEROS; i > 0; i--) {
            d[i] = i == 1 ? d0 : d[i - 1];
            sum += (b[i] * clip(d[i] + d[i])) >> 15;
        }
        sz = clip(sum);
        s = clip(sp + sz);
    }

    /** UPPOL2 and UPPOL1. */
    private void poles(int p0) {
        boolean alike = (p0 ^ p1) >= 0;
        int four = clip(a1 << 2);
        int wd2 = Math.min(32_767, alike ? -four : four);
        int next2 = ((p0 ^ p2) >= 0 ? 128 : -128) + (wd2 >> 7) + ((a2 * 32_512) >> 15);
        next2 = Math.max(-12_288, Math.min(12_288, next2));
        int limit = clip(15_360 - next2);
        int next1 = clip((alike ? 192 : -192) + ((a1 * 32_640) >> 15));
        a1 = Math.max(-limit, Math.min(limit, next1));
        a2 = next2;
    }

    /** UPZERO. */
    private void zeros(int d0) {
        int step = d0 == 0 ? 0 : 128;
        for (int i = 1; i <= ZEROS; i++) {
            int towards = (d[i] ^ d0) >= 0 ? step : -step;
            b[i] = clip(towards + ((b[i] * 32_640) >> 15));
        }
    }

    static int clip(int value) {
        return Math.max(-32_768, Math.min(32_767, value));
    }
}
