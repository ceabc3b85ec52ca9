package tandem.media;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is described of a video stream beside its formats.
 *
 * @param content what it shows
 * @param label the name other streams and floors know it by (RFC 4574)
 * @param bandwidth the most the describing side wants to receive
 * @param feedback what it takes and gives, in the order described
 * @param sources what it sends from, where it says so (RFC 5576)
 * @param msid stream and track of a browser (RFC 8830), as written
 * @param simulcast several encodings of one picture
 */
public record VideoDescription(
        Content content,
        Optional<String> label,
        Bandwidth bandwidth,
        List<FeedbackLine> feedback,
        List<Source> sources,
        Optional<String> msid,
        Simulcast simulcast)
        implements StreamDetail {
    /** Nothing said. */
    public static final VideoDescription UNSAID = new VideoDescription(
            Content.UNSAID, Optional.empty(), Bandwidth.UNSAID, List.of(), List.of(), Optional.empty(), Simulcast.NONE);

    public VideoDescription {
        feedback = List.copyOf(feedback);
        sources = List.copyOf(sources);
    }

    /** What a video stream shows (RFC 4796 section 5). */
    public enum Content {
        UNSAID,
        /** Documents and screens. */
        SLIDES,
        /** The people, or whatever stands for them. */
        MAIN,
        SPEAKER,
        /** Sign language. */
        SL,
        ALT
    }

    /**
     * One kind of feedback.
     *
     * @param payloadType the format it is for; empty for all
     * @param feedback which
     */
    public record FeedbackLine(OptionalInt payloadType, Feedback feedback) {}

    /**
     * A source of packets.
     *
     * @param ssrc 32 bits, unsigned
     * @param cname its canonical name
     * @param repairs the source whose packets it sends again (RFC 4588 section 5.3), if any
     */
    public record Source(long ssrc, String cname, OptionalLong repairs) {}

    /**
     * Encodings of one picture (RFC 8853), told apart by their RTP stream ids (RFC 8851).
     *
     * @param rids the ids declared
     * @param send streams the describing side can send, each as its alternatives are written; {@code ~} marks a paused one
     * @param receive streams it wants to receive, likewise
     */
    public record Simulcast(List<Rid> rids, List<String> send, List<String> receive) {
        /** One encoding. */
        public static final Simulcast NONE = new Simulcast(List.of(), List.of(), List.of());

        public Simulcast {
            rids = List.copyOf(rids);
            send = List.copyOf(send);
            receive = List.copyOf(receive);
        }

        /** What takes of it all that is sent, as an answer says it (RFC 8853 section 5.3.2). */
        public Simulcast taken() {
            List<Rid> sent = rids.stream().filter(Rid::send).toList();
            return new Simulcast(
                    sent.stream()
                            .map(rid -> new Rid(rid.id(), /* send= */ false, rid.restrictions()))
                            .toList(),
                    List.of(),
                    send);
        }
    }

    /**
     * An RTP stream id with what restricts it.
     *
     * @param id letters, digits, hyphen and underscore
     * @param send whether the describing side sends it; otherwise it receives it
     * @param restrictions as written, such as {@code pt=97;max-width=640}, or empty
     */
    public record Rid(String id, boolean send, String restrictions) {}

    /** The feedback described for that format. */
    public Set<Feedback> feedback(int payloadType) {
        Set<Feedback> all = EnumSet.noneOf(Feedback.class);
        feedback.stream()
                .filter(line -> line.payloadType().orElse(payloadType) == payloadType)
                .forEach(line -> all.add(line.feedback()));
        return all;
    }

    /** Those kinds of feedback for all formats, in the order of the enum. */
    public static List<FeedbackLine> forAll(Set<Feedback> kinds) {
        return Arrays.stream(Feedback.values())
                .filter(kinds::contains)
                .map(kind -> new FeedbackLine(OptionalInt.empty(), kind))
                .toList();
    }
}
