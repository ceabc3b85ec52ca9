package tandem.media.desk;

import tandem.media.AudioCodec;

/** Estimates listening quality by the E-model (ITU-T G.107) from what is measured; other impairments at their defaults. */
final class Quality {
    private static final double R0 = 93.2;

    private Quality() {}

    /**
     * What a listener would say.
     *
     * @param codec what we receive
     * @param lossPercent of it
     * @param delayMs one way, as far as known
     * @return MOS 1.0 to 4.5
     */
    static double mos(AudioCodec codec, double lossPercent, double delayMs) {
        double r = R0 - delayImpairment(delayMs) - equipment(codec, lossPercent);
        if (r <= 0) {
            return 1;
        }
        return r >= 100 ? 4.5 : 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
    }

    private static double delayImpairment(double ms) {
        return 0.024 * ms + (ms > 177.3 ? 0.11 * (ms - 177.3) : 0);
    }

    /** Ie,eff of G.107 section 7.5 with random loss; Ie and Bpl by ITU-T G.113 appendix I, for Opus by its concealment. */
    private static double equipment(AudioCodec codec, double lossPercent) {
        double ie = codec == AudioCodec.G722 ? 13 : 0;
        double robustness =
                switch (codec) {
                    case OPUS -> 20;
                    case G722 -> 10;
                    case PCMA, PCMU -> 25.1;
                };
        return ie + (95 - ie) * lossPercent / (lossPercent + robustness);
    }
}
