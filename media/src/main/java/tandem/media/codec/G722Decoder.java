package tandem.media.codec;

/** ITU-T G.722 at 64 kbit/s, the receiving end: one octet makes two samples at 16 kHz. */
final class G722Decoder implements AudioDecoder {
    private static final int LONGEST = 1_500;

    private final G722Band lower = G722Band.lower();
    private final G722Band higher = G722Band.higher();
    private final int[] x = new int[G722.PAST + 2 * LONGEST];
    private final Concealer concealer = new Concealer(16_000);

    @Override
    public int sampleRate() {
        return 16_000;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        return 2 * length;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
        if (length > LONGEST) {
            return 0;
        }
        for (int n = 0; n < length; n++) {
            int code = payload[offset + n] & 0xFF;
            int low = low(code & 0x3F);
            int high = high(code >> 6);
            int at = G722.PAST + 2 * n;
            x[at] = low + high;
            x[at + 1] = low - high;
        }
        mirror(length, pcm, pcmOffset);
        System.arraycopy(x, 2 * length, x, 0, G722.PAST);
        concealer.heard(pcm, pcmOffset, 2 * length);
        return 2 * length;
    }

    private int low(int code) {
        int sample = limit(lower.s + ((lower.det * G722.QM6[code]) >> 15));
        G722.followLower(lower, code >> 2);
        return sample;
    }

    private int high(int code) {
        int sample = limit(higher.s + ((higher.det * G722.QM2[code]) >> 15));
        G722.followHigher(higher, code);
        return sample;
    }

    /** The receiving quadrature mirror filter. */
    private void mirror(int octets, short[] pcm, int pcmOffset) {
        for (int n = 0; n < octets; n++) {
            int even = 0;
            int odd = 0;
            for (int i = 0; i < 12; i++) {
                even += x[2 * n + 2 * i] * G722.QMF[i];
                odd += x[2 * n + 2 * i + 1] * G722.QMF[11 - i];
            }
            pcm[pcmOffset + 2 * n] = (short) G722Band.clip(odd >> 11);
            pcm[pcmOffset + 2 * n + 1] = (short) G722Band.clip(even >> 11);
        }
    }

    private static int limit(int sample) {
        return Math.max(-16_384, Math.min(16_383, sample));
    }

    @Override
    public int conceal(short[] pcm, int pcmOffset, int samples) {
        concealer.conceal(pcm, pcmOffset, samples);
        return samples;
    }

    @Override
    public void reset() {
        concealer.reset();
    }

    @Override
    public void close() {}
}
