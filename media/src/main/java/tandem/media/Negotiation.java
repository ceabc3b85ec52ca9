package tandem.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tandem.media.NegotiationOutcome.Agreed;
import tandem.media.NegotiationOutcome.Refused;
import tandem.media.StreamDescription.Kind;

/**
 * Offer and answer (RFC 3264) of one session as a value: what both sides described last, what they agreed on, and an offer of
 * ours that is still open. Each step is a pure function from one negotiation to the next; the caller keeps the last one.
 *
 * <p>One audio stream is accepted, and, where the terms allow it, one video stream of people, one of slides and one of floor
 * control; every other stream is kept in its place and refused. A description is put together by place:
 * what is taken stands in a map from place to stream, and whatever is in no map is refused where it is.
 *
 * @param local our description in force
 * @param remote the peer's description in force
 * @param offered our offer that was not answered yet
 * @param audio what was agreed; empty before, and while the peer has removed the stream
 * @param pictures what was agreed beside it
 * @param payloadTypes by place of the stream, its formats by payload type as used in this session so far; none changes its
 *     meaning (section 8.3.2)
 */
public record Negotiation(
        MediaDescription local,
        MediaDescription remote,
        Optional<MediaDescription> offered,
        Optional<NegotiatedAudio> audio,
        NegotiatedPictures pictures,
        Map<Integer, Map<Integer, Codec>> payloadTypes) {
    /** Nothing said by either side. */
    public static final Negotiation START = new Negotiation(
            MediaDescription.EMPTY,
            MediaDescription.EMPTY,
            Optional.empty(),
            Optional.empty(),
            NegotiatedPictures.NONE,
            Map.of());

    public Negotiation {
        payloadTypes = Map.copyOf(payloadTypes);
    }

    /**
     * The codecs of the terms that a description's audio offers, in the order of that description: what can be agreed with this
     * peer, for a caller that looks for a codec common to two of them.
     */
    public static List<AudioCodec> matching(MediaDescription description, MediaTerms terms) {
        return description.streams().stream()
                .filter(s -> s.kind() == Kind.AUDIO && !s.refused())
                .flatMap(s -> NegotiationCodecs.common(s.codecs(), terms).stream())
                .distinct()
                .toList();
    }

    /**
     * Makes an offer of ours, the first or a later one (section 8): every stream stays in its place, payload types and keys in
     * use are repeated. The result's {@link #offered} is it.
     */
    public Negotiation offer(NegotiationLocal ours, MediaTerms terms) {
        int place = place();
        StreamDescription stream = NegotiationOffer.audio(this, ours, terms, used(place));
        SortedMap<Integer, StreamDescription> placed = new TreeMap<>(Map.of(place, stream));
        new NegotiationPictures(pictures, ours, terms).offer(this, stream, placed);
        MediaDescription offer = new MediaDescription(withPlaced(placed, stream));
        return new Negotiation(local, remote, Optional.of(offer), audio, pictures, payloadTypes);
    }

    /** Our description with those streams in their places, each either there already or the next one behind the last. */
    private List<StreamDescription> withPlaced(
            SortedMap<Integer, StreamDescription> placed, StreamDescription besideAudio) {
        List<StreamDescription> streams = new ArrayList<>();
        for (int i = 0; i < local.streams().size(); i++) {
            streams.add(placed.containsKey(i) ? placed.get(i) : beside(i, besideAudio));
        }
        streams.addAll(placed.tailMap(streams.size()).values());
        return streams;
    }

    /** The formats used so far in a stream's place, and, where it shares its way with others (RFC 9143), in theirs. */
    Map<Integer, Codec> used(int place) {
        Map<Integer, Codec> used = new HashMap<>();
        used.putAll(payloadTypes.getOrDefault(place, Map.of()));
        if (isBundled(place)) {
            payloadTypes.forEach((other, formats) -> {
                if (isBundled(other)) {
                    formats.forEach(used::putIfAbsent);
                }
            });
        }
        return used;
    }

    /** Whether neither side refuses the stream of that place. */
    boolean inUse(int place) {
        boolean theirs =
                place < remote.streams().size() && !remote.streams().get(place).refused();
        return theirs && !local.streams().get(place).refused();
    }

    private boolean isBundled(int place) {
        return place < local.streams().size()
                && local.streams().get(place).line().bundled();
    }

    /** Where our audio stream stands or will stand: its place in force, else that of a removed one (section 8.1), else the end. */
    private int place() {
        if (audio.isPresent()) {
            return audio.get().position();
        }
        for (int i = 0; i < local.streams().size(); i++) {
            if (local.streams().get(i).kind() == Kind.AUDIO) {
                return i;
            }
        }
        return local.streams().size();
    }

    /**
     * Answers an offer of the peer, the first or a later one (section 6). Of several audio streams the one in force is kept,
     * else the first is taken that can be used, protected ones before plain ones.
     */
    public NegotiationOutcome answer(MediaDescription offer, NegotiationLocal ours, MediaTerms terms) {
        List<NegotiationAnswer.Choice> choices = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < offer.streams().size(); i++) {
            switch (NegotiationAnswer.consider(i, offer.streams().get(i), ours, terms, audio)) {
                case NegotiationAnswer.Usable usable -> choices.add(usable.choice());
                case NegotiationAnswer.Unusable unusable -> reasons.add(unusable.why());
            }
        }
        Optional<NegotiationAnswer.Choice> chosen = NegotiationAnswer.best(choices, audio);
        if (chosen.isEmpty()) {
            return removesAudio(offer) ? agreedOnNothing(offer) : new Refused(String.join("; ", reasons));
        }
        NegotiationAnswer answer = new NegotiationAnswer(chosen.get(), ours, terms);
        NegotiatedAudio agreed = answer.agreed();
        NegotiationPictures.Taken beside =
                new NegotiationPictures(pictures, ours, terms).answer(offer, answer.stream(), agreed);
        Map<Integer, StreamDescription> taken = new HashMap<>(beside.streams());
        taken.put(answer.position(), answer.stream());
        MediaDescription described = answered(offer, taken, answer.stream());
        return new Agreed(after(described, offer, Optional.of(agreed), beside.agreed()));
    }

    /** A later offer may remove the stream we had (section 8.2): that is to be answered, not refused. */
    private boolean removesAudio(MediaDescription offer) {
        return audio.isPresent()
                && audio.get().position() < offer.streams().size()
                && offer.streams().stream().allMatch(s -> s.kind() != Kind.AUDIO || s.refused());
    }

    private Agreed agreedOnNothing(MediaDescription offer) {
        MediaDescription answer = new MediaDescription(
                offer.streams().stream().map(Negotiation::refused).toList());
        return new Agreed(after(answer, offer, Optional.empty(), NegotiatedPictures.NONE));
    }

    private static MediaDescription answered(
            MediaDescription offer, Map<Integer, StreamDescription> taken, StreamDescription audio) {
        int tagged = tagged(offer, audio);
        List<StreamDescription> streams = new ArrayList<>();
        for (int i = 0; i < offer.streams().size(); i++) {
            StreamDescription offered = offer.streams().get(i);
            StreamDescription other = i == tagged ? NegotiationCodecs.idle(offered, audio) : refused(offered);
            streams.add(taken.getOrDefault(i, other));
        }
        return new MediaDescription(streams);
    }

    /**
     * The place of a picture that is first in the bundle our audio is in, or -1. It is what describes the bundle's way (RFC 9143 section
     * 7.2.1), and browsers that open that one way alone cannot do without it: it is kept, and nothing flows in it.
     */
    private static int tagged(MediaDescription offer, StreamDescription audio) {
        if (!audio.line().bundled() || audio.ice().isEmpty()) {
            return -1;
        }
        for (int i = 0; i < offer.streams().size(); i++) {
            StreamDescription stream = offer.streams().get(i);
            if (stream.line().bundled()) {
                boolean usable = stream.kind() == Kind.VIDEO
                        && !stream.refused()
                        && !stream.codecs().isEmpty();
                return usable ? i : -1;
            }
        }
        return -1;
    }

    /** A stream of ours beside our audio in a later offer: kept idle, or refused as it was. */
    private StreamDescription beside(int place, StreamDescription audio) {
        StreamDescription stream = local.streams().get(place);
        boolean kept =
                inUse(place) && stream.kind() == Kind.VIDEO && stream.line().bundled();
        return kept ? NegotiationCodecs.idle(stream, audio) : refused(stream);
    }

    /** The stream with port 0: its m-line repeated, nothing else. */
    private static StreamDescription refused(StreamDescription stream) {
        return NegotiationCodecs.bare(stream).refuse();
    }

    /**
     * Takes the peer's answer to {@link #offered}. Payload types other than the offered ones, more than one codec, and unknown
     * formats beside a usable one are borne; an answer without keys to an offer that required them, or that repeated keys in
     * force, is not. Where no offer is open, a further answer to the last one is meant: of another fork, or the final one after
     * an early one.
     */
    public NegotiationOutcome accept(MediaDescription answer) {
        MediaDescription offer = offered.orElse(local);
        int place = audioPlace(offer);
        if (place < 0
                || place >= answer.streams().size()
                || answer.streams().get(place).refused()) {
            return new Refused("the peer refuses audio");
        }
        NegotiationAccept accept = new NegotiationAccept(
                place, offer.streams().get(place), answer.streams().get(place));
        boolean isProtected = offered.isPresent()
                && audio.filter(a -> !a.keys().equals(NegotiatedKeys.NONE)).isPresent();
        Optional<String> trouble = accept.trouble(isProtected);
        if (trouble.isPresent()) {
            return new Refused(trouble.get());
        }
        NegotiatedAudio agreed = accept.agreed();
        NegotiatedPictures beside = NegotiationPictures.accept(offer, answer, agreed, pictures);
        return new Agreed(after(offer, answer, Optional.of(agreed), beside));
    }

    private static int audioPlace(MediaDescription ours) {
        for (int i = 0; i < ours.streams().size(); i++) {
            StreamDescription stream = ours.streams().get(i);
            if (stream.kind() == Kind.AUDIO && !stream.refused()) {
                return i;
            }
        }
        return -1;
    }

    /** What is in force was offered again, octet by octet, as a refresh of the session does; empty of an offer where nothing is. */
    public Negotiation offerAgain() {
        Optional<MediaDescription> again = local.isEmpty() ? Optional.empty() : Optional.of(local);
        return new Negotiation(local, remote, again, audio, pictures, payloadTypes);
    }

    /** The same without our open offer: it was refused or never answered. */
    public Negotiation rollBack() {
        return new Negotiation(local, remote, Optional.empty(), audio, pictures, payloadTypes);
    }

    /**
     * What may arrive now, by payload type: what was agreed, and what our open offer promises, since media may overtake an
     * answer (section 5.1).
     */
    public Map<Integer, Codec> receivable() {
        Map<Integer, Codec> all = new HashMap<>();
        audio.ifPresent(a -> all.putAll(a.receive()));
        offered.flatMap(MediaDescription::audio)
                .ifPresent(s -> s.codecs().forEach(codec -> all.put(codec.payloadType(), codec)));
        return all;
    }

    /** What may arrive now in the video stream of that place, by payload type, likewise. */
    public Map<Integer, Codec> receivable(int place) {
        Map<Integer, Codec> all = new HashMap<>();
        pictures.main().filter(v -> v.position() == place).ifPresent(v -> all.putAll(v.receive()));
        pictures.content().filter(v -> v.position() == place).ifPresent(v -> all.putAll(v.receive()));
        offered.filter(o -> place < o.streams().size())
                .map(o -> o.streams().get(place).codecs())
                .ifPresent(codecs -> codecs.forEach(codec -> all.put(codec.payloadType(), codec)));
        return all;
    }

    /** Whether nothing is to be believed in the clear: nothing is agreed yet, and our open offer demands protection. */
    public boolean protectedOnly() {
        return audio.isEmpty()
                && offered.flatMap(MediaDescription::audio)
                        .filter(s -> NegotiationKeys.isSecure(s.line().profile()))
                        .isPresent();
    }

    private Negotiation after(
            MediaDescription ours,
            MediaDescription theirs,
            Optional<NegotiatedAudio> agreed,
            NegotiatedPictures beside) {
        Map<Integer, Map<Integer, Codec>> used = new HashMap<>(payloadTypes);
        for (int place = 0;
                place < Math.min(ours.streams().size(), theirs.streams().size());
                place++) {
            if (!ours.streams().get(place).refused()) {
                used.put(place, usedNow(place, ours, theirs));
            }
        }
        return new Negotiation(ours, theirs, Optional.empty(), agreed, beside, used);
    }

    private Map<Integer, Codec> usedNow(int place, MediaDescription ours, MediaDescription theirs) {
        Map<Integer, Codec> used = new HashMap<>(payloadTypes.getOrDefault(place, Map.of()));
        ours.streams().get(place).codecs().forEach(codec -> used.put(codec.payloadType(), codec));
        theirs.streams().get(place).codecs().forEach(codec -> used.putIfAbsent(codec.payloadType(), codec));
        return used;
    }
}
