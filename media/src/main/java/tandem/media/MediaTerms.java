package tandem.media;

import java.util.List;

/**
 * What our side of a negotiation allows.
 *
 * @param audio codecs in order of preference; none other is offered or accepted
 * @param direction the most we allow, seen from us
 * @param srtp whether protected media is refused, offered or required
 */
public record MediaTerms(List<AudioCodec> audio, Direction direction, Srtp srtp) {
    public MediaTerms {
        audio = List.copyOf(audio);
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
        return new MediaTerms(audio, other, srtp);
    }

    /** The same terms with other codecs. */
    public MediaTerms withAudio(List<AudioCodec> other) {
        return new MediaTerms(other, direction, srtp);
    }
}
