package tandem.media;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.media.NegotiationKeys.Protection;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;
import tandem.media.VideoDescription.Content;
import tandem.media.VideoDescription.FeedbackLine;
import tandem.media.VideoDescription.Simulcast;

/**
 * The video streams of an offer or answer (RFC 3264 with RFC 6184 section 8.2, RFC 4796, RFC 4574).
 *
 * @param ours what we have
 * @param terms what we allow
 * @param audio our audio stream of the same description, whose way bundled streams share
 * @param way where that audio goes; empty in an offer
 * @param session the bandwidth the peer gave for all streams together
 */
record NegotiationVideo(
        NegotiationLocal ours,
        MediaTerms terms,
        StreamDescription audio,
        Optional<NegotiatedPath> way,
        Bandwidth session) {
    static final String MAIN_LABEL = "11";
    static final String CONTENT_LABEL = "12";

    /** A stream of our answer with what is agreed by it. */
    record Answered(StreamDescription stream, NegotiatedVideo agreed) {}

    /** Answers an offered stream; empty where it cannot be used. {@code direction} is the most we allow. */
    Optional<Answered> answer(
            int place,
            StreamDescription offered,
            Optional<VideoLocal.Ports> ports,
            Direction direction,
            Optional<NegotiatedVideo> before) {
        boolean bundled = offered.line().bundled() && audio.line().bundled();
        if (!bundled && (ports.isEmpty() || offered.needsIce())) {
            return Optional.empty();
        }
        NegotiationLocal local = ports.filter(p -> !bundled).map(ours::at).orElse(ours);
        NegotiatedKeys keys = before.map(v -> v.path().keys()).orElse(NegotiatedKeys.NONE);
        Optional<Protection> protection = bundled
                ? way.map(w -> new Protection(audio.transport(), w.keys()))
                : NegotiationKeys.answer(offered, local, terms.srtp(), keys);
        Optional<Codec> chosen = NegotiationVideoCodecs.choose(offered.codecs(), terms.video());
        return protection.flatMap(p -> chosen.map(format -> {
            StreamDescription stream = answered(
                    offered,
                    format,
                    local,
                    p.transport(),
                    direction.and(offered.direction().mirrored()));
            NegotiatedPath path = bundled ? way.orElseThrow() : path(offered, stream.rtcpMux(), p.keys());
            return new Answered(stream, agreed(place, offered, stream, format, path));
        }));
    }

    private StreamDescription answered(
            StreamDescription offered, Codec format, NegotiationLocal local, Transport transport, Direction direction) {
        boolean bundled = offered.line().bundled() && audio.line().bundled();
        boolean mux = bundled || offered.rtcpMux();
        Line line = offered.line();
        return new StreamDescription(
                Kind.VIDEO,
                direction,
                Optional.of(local.rtp()),
                mux ? Optional.empty() : local.describedRtcp(),
                mux,
                transport,
                formats(offered, format),
                OptionalInt.empty(),
                OptionalInt.empty(),
                extensions(offered),
                new Line(line.media(), line.profile(), List.of(), line.mid(), bundled),
                bundled ? audio.ice() : Optional.empty(),
                detail(offered.video(), format));
    }

    /** One format, so that no peer changes it on its own, and its retransmissions. */
    private List<Codec> formats(StreamDescription offered, Codec format) {
        List<Codec> formats = new ArrayList<>();
        formats.add(NegotiationVideoCodecs.answered(format, reception()));
        if (feedback(offered.video(), format).contains(Feedback.NACK)) {
            NegotiationVideoCodecs.rtx(offered.codecs(), format.payloadType()).ifPresent(formats::add);
        }
        return formats;
    }

    private VideoReception reception() {
        return ours.video().reception();
    }

    private Map<Integer, String> extensions(StreamDescription theirs) {
        return theirs.extensions().entrySet().stream()
                .filter(e -> reception().extensions().contains(e.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Set<Feedback> feedback(VideoDescription theirs, Codec format) {
        Set<Feedback> both = EnumSet.noneOf(Feedback.class);
        both.addAll(theirs.feedback(format.payloadType()));
        both.retainAll(reception().feedback());
        return both;
    }

    /** Content and label as offered; feedback both know, for whom it was offered; what we receive at most. */
    private VideoDescription detail(VideoDescription offered, Codec format) {
        Set<Feedback> both = feedback(offered, format);
        List<FeedbackLine> lines = offered.feedback().stream()
                .filter(line -> both.contains(line.feedback()))
                .filter(line -> line.payloadType().orElse(format.payloadType()) == format.payloadType())
                .toList();
        Optional<String> own = offered.content() == Content.SLIDES ? Optional.of(CONTENT_LABEL) : Optional.empty();
        return new VideoDescription(
                offered.content(),
                offered.label().or(() -> own), // slides need one, for a floor to be theirs
                Bandwidth.ofBitsPerSecond(reception().bitsPerSecond()),
                lines,
                List.of(),
                Optional.empty(),
                reception().simulcast() ? offered.simulcast().taken() : Simulcast.NONE);
    }

    private static NegotiatedPath path(StreamDescription theirs, boolean mux, NegotiatedKeys keys) {
        return new NegotiatedPath(
                NegotiationAccept.rtp(theirs), NegotiationAccept.rtcp(theirs, mux), mux, keys, /* bundled= */ false);
    }

    private NegotiatedVideo agreed(
            int place, StreamDescription theirs, StreamDescription own, Codec format, NegotiatedPath path) {
        Codec answered = own.codecs().getFirst();
        Map<Integer, Codec> receive = new HashMap<>();
        own.codecs().forEach(codec -> receive.put(codec.payloadType(), codec));
        theirs.codecs().stream()
                .filter(codec ->
                        NegotiationVideoCodecs.usable(codec, terms.video().codecs()))
                .forEach(codec -> receive.putIfAbsent(codec.payloadType(), codec));
        return new NegotiatedVideo(
                place,
                format,
                receive,
                rtx(own.codecs(), theirs.codecs(), format),
                limits(answered, format, theirs.video(), session),
                feedback(theirs.video(), format),
                extensions(theirs),
                own.direction(),
                path,
                theirs.video());
    }

    private static OptionalInt rtx(List<Codec> own, List<Codec> theirs, Codec format) {
        boolean both = own.stream().anyMatch(c -> c.params() instanceof CodecParams.RtxParams);
        return NegotiationVideoCodecs.rtx(theirs, format.payloadType()).filter(rtx -> both).stream()
                .mapToInt(Codec::payloadType)
                .findFirst();
    }

    /** What a description's first video of people has that the terms allow, as terms for another side. */
    static VideoTerms passing(MediaDescription theirs, VideoTerms allowed) {
        return theirs.streams().stream()
                .filter(s -> s.kind() == Kind.VIDEO && !s.refused() && s.video().content() != Content.SLIDES)
                .map(s -> passing(s, theirs.bandwidth(), allowed))
                .filter(terms -> !terms.none())
                .findFirst()
                .orElse(VideoTerms.NONE);
    }

    private static VideoTerms passing(StreamDescription stream, Bandwidth session, VideoTerms allowed) {
        List<Codec> usable = stream.codecs().stream()
                .filter(codec -> NegotiationVideoCodecs.usable(codec, allowed.codecs()))
                .toList();
        VideoLimits most = VideoLimits.NONE
                .within(stream.video().bandwidth().videoBitsPerSecond())
                .within(session.videoBitsPerSecond());
        List<VideoCodec> codecs = usable.stream()
                .map(codec -> codec.video().orElseThrow())
                .distinct()
                .toList();
        return new VideoTerms(codecs, allowed.content(), allowed.floor(), most, usable);
    }

    private static VideoLimits limits(Codec own, Codec theirs, VideoDescription described, Bandwidth session) {
        return NegotiationVideoCodecs.limits(theirs, NegotiationVideoCodecs.sharedLevel(own, theirs))
                .within(described.bandwidth().videoBitsPerSecond())
                .within(session.videoBitsPerSecond());
    }

    /** Our stream of an offer: what was described last in its place, or a new one. */
    StreamDescription offer(
            Content content,
            Optional<StreamDescription> last,
            Optional<NegotiatedVideo> inForce,
            VideoLocal.Ports ports,
            Map<Integer, Codec> used) {
        boolean bundled =
                last.filter(s -> s.line().bundled()).isPresent() && audio.line().bundled();
        NegotiationLocal local = bundled ? ours : ours.at(ports);
        Optional<NegotiatedKeys> keys = inForce.map(v -> v.path().keys());
        Transport transport = bundled ? audio.transport() : NegotiationKeys.offer(local, terms.srtp(), keys);
        boolean mux = bundled || inForce.map(v -> v.path().rtcpMux()).orElse(NegotiationKeys.includesDtls(transport));
        return new StreamDescription(
                Kind.VIDEO,
                content == Content.SLIDES ? Direction.SENDRECV : terms.direction(),
                Optional.of(local.rtp()),
                mux ? Optional.empty() : local.describedRtcp(),
                mux,
                transport,
                NegotiationVideoCodecs.offered(
                        terms.video(),
                        reception(),
                        last.map(StreamDescription::codecs).orElse(List.of()),
                        used),
                OptionalInt.empty(),
                OptionalInt.empty(),
                last.map(StreamDescription::extensions).orElse(Map.of()),
                line(last, transport, bundled),
                bundled ? audio.ice() : Optional.empty(),
                detail(content, last.map(StreamDescription::video)));
    }

    private Line line(Optional<StreamDescription> last, Transport transport, boolean bundled) {
        return new Line(
                "video",
                last.map(s -> s.line().profile()).orElseGet(() -> NegotiationKeys.profile(transport, terms.srtp())),
                List.of(),
                last.flatMap(s -> s.line().mid()),
                bundled);
    }

    private VideoDescription detail(Content content, Optional<VideoDescription> last) {
        String label = content == Content.SLIDES ? CONTENT_LABEL : MAIN_LABEL;
        return new VideoDescription(
                content,
                last.flatMap(VideoDescription::label).or(() -> Optional.of(label)),
                Bandwidth.ofBitsPerSecond(reception().bitsPerSecond()),
                VideoDescription.forAll(reception().feedback()),
                List.of(),
                Optional.empty(),
                last.map(VideoDescription::simulcast).orElse(Simulcast.NONE));
    }

    /**
     * What the peer's answer to a stream of our offer agrees on; empty where it refuses it, or says nothing we can use. The first
     * format of the answer that we offered is meant, whatever stands before it.
     */
    static Optional<NegotiatedVideo> accept(
            int place, StreamDescription offered, StreamDescription answered, Bandwidth session, NegotiatedPath way) {
        if (answered.refused() || answered.kind() != Kind.VIDEO) {
            return Optional.empty();
        }
        boolean bundled = offered.line().bundled() && answered.line().bundled();
        boolean mux = offered.rtcpMux() && answered.rtcpMux();
        Optional<NegotiatedPath> path = bundled
                ? Optional.of(way)
                : NegotiationKeys.accept(offered, answered).map(keys -> path(answered, mux, keys));
        List<Codec> formats = NegotiationAccept.formats(offered, answered);
        Optional<Codec> chosen = formats.stream()
                .filter(f ->
                        NegotiationVideoCodecs.offeredAs(f, offered.codecs()).isPresent())
                .findFirst();
        return path.flatMap(p -> chosen.map(format -> accepted(place, offered, answered, format, p, session)));
    }

    private static NegotiatedVideo accepted(
            int place,
            StreamDescription offered,
            StreamDescription answered,
            Codec format,
            NegotiatedPath path,
            Bandwidth session) {
        Codec own = NegotiationVideoCodecs.offeredAs(format, offered.codecs()).orElseThrow();
        Map<Integer, Codec> receive = new HashMap<>();
        offered.codecs().forEach(codec -> receive.put(codec.payloadType(), codec));
        receive.putIfAbsent(format.payloadType(), format);
        Set<Feedback> both = EnumSet.noneOf(Feedback.class);
        both.addAll(answered.video().feedback(format.payloadType()));
        both.retainAll(offered.video().feedback(own.payloadType()));
        Map<Integer, String> extensions = new HashMap<>(answered.extensions());
        extensions.values().retainAll(offered.extensions().values());
        return new NegotiatedVideo(
                place,
                format,
                receive,
                rtx(offered.codecs(), answered.codecs(), format),
                limits(own, format, answered.video(), session),
                both,
                extensions,
                offered.direction().and(answered.direction().mirrored()),
                path,
                answered.video());
    }
}
