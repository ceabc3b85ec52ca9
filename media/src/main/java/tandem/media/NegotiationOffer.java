package tandem.media;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.MediaTerms.Srtp;
import tandem.media.StreamDescription.Kind;
import tandem.media.StreamDescription.Line;

/** Writes the audio stream of an offer of ours. */
final class NegotiationOffer {
    private NegotiationOffer() {}

    /** The stream, in the words already used in this session where there are some. */
    static StreamDescription audio(
            Negotiation before, NegotiationLocal ours, MediaTerms terms, Map<Integer, Codec> used) {
        Optional<NegotiatedAudio> inForce = before.audio();
        Optional<StreamDescription> last =
                inForce.map(audio -> before.local().streams().get(audio.position()));
        Transport transport = NegotiationKeys.offer(ours, terms.srtp(), inForce.map(NegotiatedAudio::keys));
        List<Codec> codecs = NegotiationCodecs.offered(terms, ours.opus(), used);
        boolean mux = inForce.map(NegotiatedAudio::rtcpMux).orElse(NegotiationKeys.includesDtls(transport));
        return new StreamDescription(
                Kind.AUDIO,
                terms.direction(),
                Optional.of(ours.rtp()),
                mux ? Optional.empty() : ours.describedRtcp(),
                mux,
                transport,
                codecs,
                OptionalInt.of(inForce.map(NegotiatedAudio::ptimeMs).orElse(ours.ptimeMs())),
                OptionalInt.empty(),
                last.map(StreamDescription::extensions).orElse(Map.of()),
                line(last, transport, terms.srtp(), isProtected(inForce)),
                ours.ice());
    }

    private static boolean isProtected(Optional<NegotiatedAudio> inForce) {
        return inForce.filter(audio -> !audio.keys().equals(NegotiatedKeys.NONE))
                .isPresent();
    }

    /** The profile in force stays, unless it is plain and protection is now required. */
    private static Line line(Optional<StreamDescription> last, Transport transport, Srtp policy, boolean isProtected) {
        Optional<String> inForce =
                last.map(s -> s.line().profile()).filter(profile -> policy != Srtp.REQUIRE || isProtected);
        return new Line(
                "audio",
                inForce.orElseGet(() -> NegotiationKeys.profile(transport, policy)),
                List.of(),
                last.flatMap(s -> s.line().mid()),
                last.map(s -> s.line().bundled()).orElse(false));
    }
}
