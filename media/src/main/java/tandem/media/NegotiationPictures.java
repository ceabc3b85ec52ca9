package tandem.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tandem.media.StreamDescription.Kind;
import tandem.media.VideoDescription.Content;
import tandem.media.VideoTerms.Wish;

/** Which streams of a description are main video, content and floor control, and what becomes of them in one step. */
final class NegotiationPictures {
    private final NegotiatedPictures before;
    private final NegotiationLocal ours;
    private final MediaTerms terms;

    NegotiationPictures(NegotiatedPictures before, NegotiationLocal ours, MediaTerms terms) {
        this.before = before;
        this.ours = ours;
        this.terms = terms;
    }

    /**
     * What an answer takes beside audio.
     *
     * @param streams of the answer, by place
     * @param agreed by them
     */
    record Taken(Map<Integer, StreamDescription> streams, NegotiatedPictures agreed) {}

    /** Answers what an offer has beside the audio stream that stands answered. */
    Taken answer(MediaDescription offer, StreamDescription audio, NegotiatedAudio agreed) {
        Map<Integer, StreamDescription> taken = new HashMap<>();
        NegotiationVideo video = new NegotiationVideo(ours, terms, audio, Optional.of(way(agreed)), offer.bandwidth());
        List<Integer> slides = contentPlaces(offer);
        Optional<NegotiationVideo.Answered> content = terms.video().content() == Wish.NO
                ? Optional.empty()
                : first(
                        slides,
                        place -> video.answer(
                                place,
                                offer.streams().get(place),
                                ours.video().content(),
                                Direction.SENDRECV,
                                inForce(before.content(), place)));
        List<Integer> people = mainPlaces(offer, slides);
        Optional<NegotiationVideo.Answered> main = first(
                people,
                place -> video.answer(
                        place,
                        offer.streams().get(place),
                        ours.video().main(),
                        terms.direction(),
                        inForce(before.main(), place)));
        main.ifPresent(a -> taken.put(a.agreed().position(), a.stream()));
        content.ifPresent(a -> taken.put(a.agreed().position(), a.stream()));
        Optional<NegotiationFloor.Answered> floor = answerFloor(offer, content);
        floor.ifPresent(a -> taken.put(a.agreed().position(), a.stream()));
        return new Taken(
                taken,
                new NegotiatedPictures(
                        main.map(NegotiationVideo.Answered::agreed),
                        content.map(NegotiationVideo.Answered::agreed),
                        floor.map(NegotiationFloor.Answered::agreed)));
    }

    private Optional<NegotiationFloor.Answered> answerFloor(
            MediaDescription offer, Optional<NegotiationVideo.Answered> content) {
        if (terms.video().codecs().isEmpty() || terms.video().floor() == Wish.NO) {
            return Optional.empty();
        }
        Optional<String> label = content.flatMap(a -> a.stream().video().label());
        Optional<String> theirs = content.flatMap(a -> a.agreed().theirs().label());
        return ours.video()
                .floor()
                .flatMap(own -> first(
                        floorPlaces(offer),
                        place -> new NegotiationFloor(ours, own, before.floor().filter(f -> f.position() == place))
                                .answer(place, offer.streams().get(place), label, theirs)));
    }

    private static <T> Optional<T> first(List<Integer> places, IntFunction<Optional<T>> answer) {
        return places.stream().flatMap(place -> answer.apply(place).stream()).findFirst();
    }

    private static Optional<NegotiatedVideo> inForce(Optional<NegotiatedVideo> video, int place) {
        return video.filter(v -> v.position() == place);
    }

    static NegotiatedPath way(NegotiatedAudio audio) {
        return new NegotiatedPath(audio.rtp(), audio.rtcp(), audio.rtcpMux(), audio.keys(), /* bundled= */ true);
    }

    /** The stream in force, then those for slides, then one a floor is for though nothing says what it shows. */
    private List<Integer> contentPlaces(MediaDescription offer) {
        List<Integer> videos = places(offer, Kind.VIDEO);
        List<Integer> places = new ArrayList<>();
        before.content()
                .map(NegotiatedVideo::position)
                .filter(i -> videos.contains(i) && content(offer, i) != Content.MAIN)
                .ifPresent(places::add);
        videos.stream().filter(i -> content(offer, i) == Content.SLIDES).forEach(places::add);
        videos.stream()
                .skip(1)
                .filter(i -> content(offer, i) == Content.UNSAID && hasFloor(offer, i))
                .forEach(places::add);
        return places.stream().distinct().toList();
    }

    private static Content content(MediaDescription description, int place) {
        return description.streams().get(place).video().content();
    }

    private static boolean hasFloor(MediaDescription offer, int place) {
        Optional<String> label = offer.streams().get(place).video().label();
        return label.isPresent()
                && offer.streams().stream()
                        .flatMap(s -> s.floor().floors().stream())
                        .anyMatch(floor -> floor.labels().contains(label.get()));
    }

    private List<Integer> mainPlaces(MediaDescription offer, List<Integer> slides) {
        List<Integer> videos = places(offer, Kind.VIDEO);
        List<Integer> places = new ArrayList<>();
        before.main().map(NegotiatedVideo::position).filter(videos::contains).ifPresent(places::add);
        places.addAll(videos);
        places.removeAll(slides);
        return places.stream().distinct().toList();
    }

    /** The one in force, then UDP before the others: MCUs that offer both prefer it. */
    private List<Integer> floorPlaces(MediaDescription offer) {
        List<Integer> floors = places(offer, Kind.FLOOR);
        List<Integer> places = new ArrayList<>();
        before.floor().map(NegotiatedFloor::position).filter(floors::contains).ifPresent(places::add);
        floors.stream()
                .filter(i -> BfcpTransport.of(offer.streams().get(i).line().profile())
                        .filter(t -> !t.connects())
                        .isPresent())
                .forEach(places::add);
        places.addAll(floors);
        return places.stream().distinct().toList();
    }

    /** Where streams of that kind stand that are neither refused nor sent to many. */
    private static List<Integer> places(MediaDescription description, Kind kind) {
        return IntStream.range(0, description.streams().size())
                .filter(i -> {
                    StreamDescription stream = description.streams().get(i);
                    boolean toMany = stream.rtp()
                            .map(InetSocketAddress::getAddress)
                            .filter(InetAddress::isMulticastAddress)
                            .isPresent();
                    return stream.kind() == kind && !stream.refused() && !toMany;
                })
                .boxed()
                .toList();
    }

    /** Puts into an offer of ours what it has beside the audio stream that stands in it already. */
    void offer(Negotiation negotiation, StreamDescription audio, SortedMap<Integer, StreamDescription> placed) {
        NegotiationVideo video = new NegotiationVideo(ours, terms, audio, Optional.empty(), Bandwidth.UNSAID);
        VideoTerms wishes = terms.video();
        if (!wishes.codecs().isEmpty()) {
            offer(negotiation, video, Content.MAIN, before.main(), placed);
        }
        if (!wishes.codecs().isEmpty()
                && wanted(wishes.content(), before.content().isPresent())) {
            offer(negotiation, video, Content.SLIDES, before.content(), placed);
        }
        if (!wishes.codecs().isEmpty() && wanted(wishes.floor(), before.floor().isPresent())) {
            offerFloor(negotiation, placed);
        }
    }

    private static boolean wanted(Wish wish, boolean inForce) {
        return switch (wish) {
            case NO -> false;
            case ACCEPT -> inForce;
            case OFFER -> true;
        };
    }

    private void offer(
            Negotiation negotiation,
            NegotiationVideo video,
            Content content,
            Optional<NegotiatedVideo> inForce,
            SortedMap<Integer, StreamDescription> placed) {
        int place = inForce.map(NegotiatedVideo::position)
                .orElseGet(() -> free(negotiation, placed, Kind.VIDEO, content == Content.SLIDES));
        Optional<StreamDescription> last =
                inForce.map(v -> negotiation.local().streams().get(v.position()));
        Optional<VideoLocal.Ports> ports = content == Content.SLIDES
                ? ours.video().content()
                : ours.video().main();
        boolean bundled = last.filter(s -> s.line().bundled()).isPresent();
        if (ports.isPresent() || bundled) {
            VideoLocal.Ports own = ports.orElse(new VideoLocal.Ports(ours.rtp(), ours.rtcp(), ours.cryptos()));
            placed.put(place, video.offer(content, last, inForce, own, negotiation.used(place)));
        }
    }

    private void offerFloor(Negotiation negotiation, SortedMap<Integer, StreamDescription> placed) {
        Optional<StreamDescription> last =
                before.floor().map(f -> negotiation.local().streams().get(f.position()));
        int place = before.floor()
                .map(NegotiatedFloor::position)
                .orElseGet(() -> free(negotiation, placed, Kind.FLOOR, /* slides= */ false));
        Optional<String> label = placed.values().stream()
                .filter(s -> s.video().content() == Content.SLIDES)
                .findFirst()
                .flatMap(s -> s.video().label());
        ours.video()
                .floor()
                .flatMap(own -> new NegotiationFloor(ours, own, before.floor()).offer(last, label))
                .ifPresent(stream -> placed.put(place, stream));
    }

    /** The place of a refused stream of the same sort (RFC 3264 section 8.1), else the next one behind the last. */
    private static int free(
            Negotiation negotiation, SortedMap<Integer, StreamDescription> placed, Kind kind, boolean slides) {
        List<StreamDescription> local = negotiation.local().streams();
        for (int i = 0; i < local.size(); i++) {
            boolean sort = local.get(i).kind() == kind && wasForSlides(negotiation, i) == slides;
            if (sort && !negotiation.inUse(i) && !placed.containsKey(i)) {
                return i;
            }
        }
        return placed.isEmpty() ? local.size() : Math.max(local.size(), placed.lastKey() + 1);
    }

    private static boolean wasForSlides(Negotiation negotiation, int place) {
        List<StreamDescription> remote = negotiation.remote().streams();
        return content(negotiation.local(), place) == Content.SLIDES
                || (place < remote.size() && content(negotiation.remote(), place) == Content.SLIDES);
    }

    /** What the peer's answer to an offer of ours agrees on beside audio. */
    static NegotiatedPictures accept(
            MediaDescription offer, MediaDescription answer, NegotiatedAudio audio, NegotiatedPictures before) {
        Optional<NegotiatedVideo> main = Optional.empty();
        Optional<NegotiatedVideo> content = Optional.empty();
        for (int place : places(offer, Kind.VIDEO)) {
            StreamDescription offered = offer.streams().get(place);
            boolean idle = offered.detail().equals(VideoDescription.UNSAID); // one that only describes a bundle's way
            if (place < answer.streams().size() && !idle) {
                Optional<NegotiatedVideo> video = NegotiationVideo.accept(
                        place, offered, answer.streams().get(place), answer.bandwidth(), way(audio));
                boolean slides = offered.video().content() == Content.SLIDES;
                content = slides ? video : content;
                main = slides ? main : video;
            }
        }
        Optional<String> label = content.flatMap(v -> v.theirs().label());
        Optional<NegotiatedFloor> floor = places(offer, Kind.FLOOR).stream()
                .filter(place -> place < answer.streams().size())
                .flatMap(
                        place -> NegotiationFloor.accept(
                                place,
                                offer.streams().get(place),
                                answer.streams().get(place),
                                label,
                                before.floor())
                                .stream())
                .findFirst();
        return new NegotiatedPictures(main, content, floor);
    }
}
