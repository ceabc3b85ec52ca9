package tandem.media;

import java.util.List;

/**
 * Which video, content and floor control our side allows.
 *
 * @param codecs in order of preference; none other is offered or accepted, and none at all means no video
 * @param content the second video stream, for slides
 * @param floor the control of who sends there
 */
public record VideoTerms(List<VideoCodec> codecs, Wish content, Wish floor) {
    /** No video, no content, no floor. */
    public static final VideoTerms NONE = new VideoTerms(List.of(), Wish.NO, Wish.NO);

    public VideoTerms {
        codecs = List.copyOf(codecs);
    }

    /** What we want of a stream. */
    public enum Wish {
        /** Refused. */
        NO,
        /** Taken where the peer offers it, and kept in later offers of ours. */
        ACCEPT,
        /** Offered by us too. */
        OFFER
    }

    /** The same with another wish for content and its floor. */
    public VideoTerms withContent(Wish wish) {
        return new VideoTerms(codecs, wish, wish);
    }
}
