package tandem.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.NegotiationKeys.Protection;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;

/** Our answer to one offered audio stream, and what is agreed by it (RFC 3264 section 6.1). */
final class NegotiationAnswer {
    /** Whether an offered stream can be used. */
    sealed interface Verdict {}

    /** It can, like this. */
    record Usable(Choice choice) implements Verdict {}

    /** It cannot. */
    record Unusable(String why) implements Verdict {}

    /**
     * An offered stream we could accept.
     *
     * @param position its place in the offer
     * @param offered the stream
     * @param common the codecs we could use, in the offerer's order, at least one
     * @param protection how it would be protected
     */
    record Choice(int position, StreamDescription offered, List<AudioCodec> common, Protection protection) {}

    private final Choice choice;
    private final NegotiationLocal ours;
    private final MediaTerms terms;
    private final AudioCodec codec;
    private final Codec format;
    private final List<Codec> formats;
    private final int ptimeMs;

    NegotiationAnswer(Choice choice, NegotiationLocal ours, MediaTerms terms) {
        this.choice = choice;
        this.ours = ours;
        this.terms = terms;
        this.codec = choice.common().getFirst();
        this.format = NegotiationCodecs.of(codec, choice.offered().codecs()).orElseThrow();
        this.formats = formats();
        this.ptimeMs = NegotiationCodecs.ptimeMs(codec, choice.offered(), ours.ptimeMs());
    }

    /** Looks at the stream in that place of an offer. */
    static Verdict consider(
            int position,
            StreamDescription offered,
            NegotiationLocal ours,
            MediaTerms terms,
            Optional<NegotiatedAudio> inForce) {
        if (offered.kind() != Kind.AUDIO) {
            return new Unusable(offered.line().media() + " is not taken");
        }
        if (offered.refused()) {
            return new Unusable("audio is removed");
        }
        if (isToMany(offered)) {
            return new Unusable("audio to a multicast address");
        }
        List<AudioCodec> common = NegotiationCodecs.common(offered.codecs(), terms);
        if (common.isEmpty()) {
            return new Unusable("no codec in common");
        }
        NegotiatedKeys before = inForce.map(NegotiatedAudio::keys).orElse(NegotiatedKeys.NONE);
        return NegotiationKeys.answer(offered, ours, terms.srtp(), before)
                .<Verdict>map(protection -> new Usable(new Choice(position, offered, common, protection)))
                .orElseGet(() -> new Unusable(
                        switch (terms.srtp()) {
                            case OFF -> "SRTP is switched off";
                            case OFFER -> "no usable SRTP keys";
                            case REQUIRE -> "SRTP is required";
                        }));
    }

    /** RFC 3264 section 6.2 would have us join a group; what a caller names must not become many. */
    private static boolean isToMany(StreamDescription offered) {
        return offered.rtp()
                .map(InetSocketAddress::getAddress)
                .filter(InetAddress::isMulticastAddress)
                .isPresent();
    }

    /** The stream in force where it is still usable, else the first protected one, else the first. */
    static Optional<Choice> best(List<Choice> choices, Optional<NegotiatedAudio> inForce) {
        int place = inForce.map(NegotiatedAudio::position).orElse(-1);
        return choices.stream()
                .min(Comparator.<Choice>comparingInt(c -> c.position() == place ? 0 : 1)
                        .thenComparingInt(c -> c.protection().keys() instanceof NegotiatedKeys.None ? 1 : 0)
                        .thenComparingInt(Choice::position));
    }

    int position() {
        return choice.position();
    }

    /** One codec, so that no peer changes it on its own, its events and its comfort noise; the offerer's payload types. */
    private List<Codec> formats() {
        List<Codec> answer = new ArrayList<>();
        answer.add(NegotiationCodecs.format(codec, format.payloadType(), ours.opus()));
        List<Codec> offered = choice.offered().codecs();
        NegotiationCodecs.comfortNoise(offered, codec).ifPresent(answer::add);
        events(offered)
                .map(e -> new Codec(e.payloadType(), e.name(), e.clockRate(), 1, NegotiationCodecs.EVENTS))
                .ifPresent(answer::add);
        return answer;
    }

    private Optional<Codec> events(List<Codec> offered) {
        return terms.digits().events() ? NegotiationCodecs.events(offered, codec) : Optional.empty();
    }

    /** The stream of our answer. */
    StreamDescription stream() {
        StreamDescription offered = choice.offered();
        OptionalInt level = NegotiationCodecs.audioLevel(offered);
        return new StreamDescription(
                Kind.AUDIO,
                direction(),
                Optional.of(ours.rtp()),
                offered.rtcpMux() ? Optional.empty() : ours.describedRtcp(),
                offered.rtcpMux(),
                choice.protection().transport(),
                formats,
                OptionalInt.of(ptimeMs),
                OptionalInt.empty(),
                level.isPresent() ? Map.of(level.getAsInt(), NegotiatedAudio.AUDIO_LEVEL) : Map.of(),
                new Line(
                        offered.line().media(),
                        offered.line().profile(),
                        List.of(),
                        offered.line().mid(),
                        offered.line().bundled()),
                offered.ice().flatMap(theirs -> ours.ice()));
    }

    private Direction direction() {
        return terms.direction().and(choice.offered().direction().mirrored());
    }

    /** What is agreed once the answer is sent. */
    NegotiatedAudio agreed() {
        StreamDescription offered = choice.offered();
        return new NegotiatedAudio(
                choice.position(),
                codec,
                format.payloadType(),
                NegotiationCodecs.opus(format),
                NegotiationCodecs.receive(formats, offered.codecs()),
                events(offered.codecs()),
                NegotiationCodecs.comfortNoise(offered.codecs(), codec),
                ptimeMs,
                direction(),
                NegotiationAccept.rtp(offered),
                NegotiationAccept.rtcp(offered, offered.rtcpMux()),
                offered.rtcpMux(),
                choice.protection().keys(),
                NegotiationCodecs.audioLevel(offered),
                choice.common());
    }
}
