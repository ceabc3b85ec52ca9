package tandem.media.desk;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tandem.media.Codec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.NegotiatedAudio;
import tandem.media.Negotiation;
import tandem.media.StreamDescription;
import tandem.media.rtp.Format;
import tandem.media.rtp.Formats;

/**
 * What a negotiation stands at, as the media loop needs it.
 *
 * @param agreed what both sides agreed on, once they did
 * @param receive what may arrive
 * @param takes what the peer takes, under its payload types, the agreed codec first
 * @param ptimeMs the packet time the peer asked for in so many words, or 0
 * @param keysFirst whether nothing may be believed before there are keys: an open offer demands them
 */
record PathPlan(Optional<NegotiatedAudio> agreed, Formats receive, Formats takes, int ptimeMs, boolean keysFirst) {
    static final PathPlan NOTHING = new PathPlan(Optional.empty(), Formats.NONE, Formats.NONE, 0, false);

    /** The plan of a negotiation as it stands. */
    static PathPlan of(Negotiation negotiation) {
        Map<Integer, Codec> receivable = negotiation.receivable();
        Optional<StreamDescription> theirs = negotiation.audio().map(a -> stream(negotiation.remote(), a.position()));
        return new PathPlan(
                negotiation.audio(),
                new Formats(List.copyOf(receivable.values())),
                negotiation
                        .audio()
                        .map(a -> takes(a, theirs.map(StreamDescription::codecs).orElse(List.of())))
                        .orElse(Formats.NONE),
                theirs.map(StreamDescription::ptimeMs)
                        .orElse(OptionalInt.empty())
                        .orElse(0),
                negotiation.protectedOnly());
    }

    /** The same, the peer being at that address. */
    PathPlan at(InetSocketAddress peer) {
        return new PathPlan(agreed.map(audio -> audio.at(peer)), receive, takes, ptimeMs, keysFirst);
    }

    private static StreamDescription stream(MediaDescription description, int position) {
        return description.streams().get(position);
    }

    private static Formats takes(NegotiatedAudio agreed, List<Codec> described) {
        List<Codec> audio = described.stream()
                .filter(c -> c.audio().filter(agreed.common()::contains).isPresent())
                .sorted((a, b) -> rank(agreed, a) - rank(agreed, b))
                .toList();
        List<Codec> all = new java.util.ArrayList<>(audio);
        agreed.events().ifPresent(all::add);
        agreed.comfortNoise().ifPresent(all::add);
        return new Formats(all);
    }

    private static int rank(NegotiatedAudio agreed, Codec codec) {
        return codec.payloadType() == agreed.payloadType() ? 0 : 1;
    }

    /** The id of the audio level extension, or -1. */
    int levelId() {
        return agreed.isEmpty() ? -1 : agreed.get().audioLevelId().orElse(-1);
    }

    /** Whether telephone events may arrive. */
    boolean hearsEvents() {
        return !receive.of(Format.Kind.EVENT, 0).unknown();
    }

    /** The payload type of the codec we send, or -1. */
    int sendType() {
        return agreed.isEmpty() ? -1 : agreed.get().payloadType(); // per packet: allocates nothing
    }

    /** Who may send, seen from us. */
    Direction direction() {
        return agreed.isEmpty() ? Direction.INACTIVE : agreed.get().direction(); // per packet: allocates nothing
    }
}
