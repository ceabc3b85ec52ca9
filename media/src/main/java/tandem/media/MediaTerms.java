package tandem.media;

import java.util.List;

/**
 * What our side of a negotiation allows.
 *
 * @param audio codecs in order of preference; none other is offered or accepted
 * @param direction the most we allow, seen from us
 * @param srtp whether protected media is refused, offered or required
 * @param digits how keys go to the peer
 * @param video which video, content and floor control is allowed
 */
public record MediaTerms(List<AudioCodec> audio, Direction direction, Srtp srtp, Digits digits, VideoTerms video) {
    public MediaTerms {
        audio = List.copyOf(audio);
    }

    /** Audio alone. */
    public MediaTerms(List<AudioCodec> audio, Direction direction, Srtp srtp, Digits digits) {
        this(audio, direction, srtp, digits, VideoTerms.NONE);
    }

    /** Audio alone, keys going as the peer takes them. */
    public MediaTerms(List<AudioCodec> audio, Direction direction, Srtp srtp) {
        this(audio, direction, srtp, Digits.AUTO);
    }

    /** How keys go to the peer. */
    public enum Digits {
        /** As events where the peer takes them, else by signalling or as tones. */
        AUTO,
        /** By signalling (SIP INFO): events are neither offered nor taken. */
        SIGNALLED,
        /** As tones in the audio: events are neither offered nor taken. */
        TONES;

        /** Whether telephone events (RFC 4733) are for that. */
        boolean events() {
            return switch (this) {
                case AUTO -> true;
                case SIGNALLED, TONES -> false;
            };
        }
    }

    /** How we stand to SRTP. */
    public enum Srtp {
        OFF,
        /** Accepted always, offered beside plain RTP (RFC 8643). */
        OFFER,
        REQUIRE
    }

    /** The same terms with another direction. */
    public MediaTerms withDirection(Direction other) {
        return new MediaTerms(audio, other, srtp, digits, video);
    }

    /** The same terms with another stand to SRTP. */
    public MediaTerms withSrtp(Srtp other) {
        return new MediaTerms(audio, direction, other, digits, video);
    }

    /** The same terms with other codecs. */
    public MediaTerms withAudio(List<AudioCodec> other) {
        return new MediaTerms(other, direction, srtp, digits, video);
    }

    /** The same terms with keys going otherwise. */
    public MediaTerms withDigits(Digits other) {
        return new MediaTerms(audio, direction, srtp, other, video);
    }

    /** The same terms with other video. */
    public MediaTerms withVideo(VideoTerms other) {
        return new MediaTerms(audio, direction, srtp, digits, other);
    }
}
