package tandem.media.desk;

import java.util.Optional;
import tandem.media.AudioCodec;
import tandem.media.CodecParams.OpusParams;
import tandem.media.NegotiatedAudio;
import tandem.media.codec.EncoderSettings;

/** How audio is encoded for a peer: what it agreed to, at no more than what is of use to it. */
final class Encodings {
    private static final int NARROW = 8_000;
    private static final int WIDE = 16_000;
    private static final int FULL = 48_000;
    private static final int NARROW_BITRATE = 24_000;
    private static final int FULL_BITRATE = 32_000;
    private static final int BITRATE_CLASS = 4_000;
    private static final int LEAST_BITRATE = 6_000; // RFC 7587 section 6.1: maxaveragebitrate is 6000 at the least
    private static final int PTIME_MS = 20;

    private Encodings() {}

    /**
     * Settings for that peer.
     *
     * @param rate what the audio has, in Hz: Opus runs no faster
     */
    static EncoderSettings of(Optional<NegotiatedAudio> agreed, int rate) {
        if (agreed.isEmpty()) {
            return EncoderSettings.of(AudioCodec.PCMU, PTIME_MS); // nobody hears it before there is an agreement
        }
        NegotiatedAudio audio = agreed.get();
        EncoderSettings settings = EncoderSettings.of(audio.codec(), audio.ptimeMs());
        return audio.codec() == AudioCodec.OPUS ? opus(settings, audio.opus(), rate) : settings;
    }

    private static EncoderSettings opus(EncoderSettings settings, OpusParams wanted, int rate) {
        int useful = Math.min(rate, step(wanted.maxPlaybackRate()));
        int usual = useful == FULL ? FULL_BITRATE : NARROW_BITRATE;
        return settings.withSampleRate(useful)
                .withBitrate(bitrate(Math.min(usual, wanted.maxAverageBitrate().orElse(usual))))
                .withFec(wanted.inbandFec())
                .withDtx(wanted.dtx());
    }

    /** In classes, so that few encoders serve many peers; none is sent more than it asked for. */
    private static int bitrate(int most) {
        return Math.max(LEAST_BITRATE, most / BITRATE_CLASS * BITRATE_CLASS);
    }

    private static int step(int maxPlaybackRate) {
        if (maxPlaybackRate <= NARROW) {
            return NARROW;
        }
        return maxPlaybackRate <= WIDE ? WIDE : FULL;
    }
}
