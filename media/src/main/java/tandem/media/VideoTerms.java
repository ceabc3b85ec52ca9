package tandem.media;

import java.util.List;

/**
 * Which video, content and floor control our side allows.
 *
 * @param codecs in order of preference; none other is offered or accepted, and none at all means no video
 * @param content the second video stream, for slides
 * @param floor the control of who sends there
 * @param most what may be promised to be received: what somebody takes to whom it is passed on as it is
 * @param formats the formats of that somebody, in its order: none other is offered, and what is accepted must be one of them, or
 *     included in one. None, and the formats are ours
 */
public record VideoTerms(List<VideoCodec> codecs, Wish content, Wish floor, VideoLimits most, List<Codec> formats) {
    /** No video, no content, no floor. */
    public static final VideoTerms NONE = new VideoTerms(List.of(), Wish.NO, Wish.NO);

    public VideoTerms {
        codecs = List.copyOf(codecs);
        formats = List.copyOf(formats);
    }

    /** All that we receive may be promised. */
    public VideoTerms(List<VideoCodec> codecs, Wish content, Wish floor) {
        this(codecs, content, floor, VideoLimits.NONE, List.of());
    }

    /** The main video alone, in those codecs. */
    public VideoTerms(List<VideoCodec> codecs) {
        this(codecs, Wish.NO, Wish.NO);
    }

    /** What that side offers of these codecs, in its order, as terms for another to whom it is passed on. */
    public static VideoTerms passing(MediaDescription theirs, VideoTerms allowed) {
        return NegotiationVideo.passing(theirs, allowed);
    }

    /** What that side agreed on, as terms for another from whom it is passed on to it. */
    public static VideoTerms passing(NegotiatedVideo theirs) {
        return new VideoTerms(List.of(theirs.codec()), Wish.NO, Wish.NO, theirs.limits(), List.of(theirs.format()));
    }

    /** Whether what is sent in one format is, as it is, a stream of the other (RFC 6184 sections 5.4, 8.2.2). */
    public static boolean passes(Codec from, Codec to) {
        return NegotiationVideoCodecs.passes(from, to);
    }

    /** Whether there is none. */
    public boolean none() {
        return codecs.isEmpty();
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
        return new VideoTerms(codecs, wish, wish, most, formats);
    }
}
