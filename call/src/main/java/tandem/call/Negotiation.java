package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.VideoTerms;

/**
 * Offer and answer (RFC 3264) across the two legs of a call. A new address, port or codec is a matter of one leg alone. A new
 * direction, hold and resume, is offered to the other leg first and answered when that has answered, so that each side hears
 * what the other really does. One exchange at a time: an offer that comes during another is glare (RFC 3261 section 14.1).
 */
final class Negotiation {
    /** How long an offer may wait for the other leg before it is answered without it. */
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final Loop loop;
    private final Call call;
    private Optional<Exchange> exchange = Optional.empty();
    private Optional<Timer> patience = Optional.empty();

    Negotiation(Loop loop, Call call) {
        this.loop = loop;
        this.call = call;
    }

    /** An offer of ours to {@code asked}, and the offer of the other side that waits for it. */
    private record Exchange(Party asked, Optional<MediaDescription> waiting) {}

    /** What that side wants to send and receive. */
    Direction wishOf(Party party) {
        if (party == call.caller()
                && !party.media().negotiated()
                && !party.arrival().offer().isEmpty()) {
            return LegMedia.wish(party.arrival().offer());
        }
        return party.media().directions().wish();
    }

    /** The most we allow that side: what the other wants. */
    private Direction limit(Party party) {
        return call.other(party).map(other -> limit(other, wishOf(other))).orElse(Direction.SENDRECV);
    }

    /** The most we allow whoever talks with that side, which wants this: who is on hold is to hear music. */
    private Direction limit(Party holder, Direction wish) {
        return call.musicFor(holder, wish).isEmpty() ? wish : Direction.of(/* sends= */ true, wish.receives());
    }

    /** The codec of the other side where this one offered it too, so that media is relayed; else all. */
    private MediaTerms terms(Party party, MediaDescription offer) {
        MediaTerms terms = party.media().terms().withDirection(limit(party)).withVideo(videoFor(party));
        Optional<AudioCodec> theirs = call.other(party)
                .flatMap(Negotiation::codec)
                .filter(terms.audio()::contains)
                .filter(codec -> offers(offer, codec));
        return theirs.map(codec -> terms.withAudio(List.of(codec))).orElse(terms);
    }

    /** The video that side may have: what the other has, since it is passed on as it is. */
    private VideoTerms videoFor(Party party) {
        return call.other(party).map(this::videoOf).orElse(VideoTerms.NONE);
    }

    /** The video of that side: what was agreed, before that what the call came with. */
    VideoTerms videoOf(Party party) {
        boolean first = party == call.caller()
                && !party.media().negotiated()
                && !party.arrival().offer().isEmpty();
        return first ? offered(party.arrival().offer()) : party.media().video();
    }

    /** What can be passed on of an offer. */
    private VideoTerms offered(MediaDescription offer) {
        return offer.needsIce() ? VideoTerms.NONE : VideoTerms.passing(offer, call.videoTerms());
    }

    /** Whether an offer brings video where there was none, so that the other is to be asked for its own. */
    private boolean addsVideo(Party party, MediaDescription remote) {
        return !offered(remote).none()
                && offered(party.media().session().remote()).none()
                && party.media().video().none();
    }

    private static boolean offers(MediaDescription offer, AudioCodec codec) {
        return offer.audio()
                .map(s -> s.codecs().stream().anyMatch(c -> c.audio().equals(Optional.of(codec))))
                .orElse(false);
    }

    /** Answers the offer a call came with; false where nothing in it can be used. */
    boolean answerFirst(Party party, MediaDescription offer) {
        MediaTerms within = terms(party, offer);
        return party.media().answer(offer, within).isPresent();
    }

    /** An offer of ours to that side, within what the other wants. */
    MediaDescription offerTo(Party party) {
        return offer(party, limit(party), videoFor(party));
    }

    /** The codec in use comes first, so that nothing changes that need not; before there is one, the other side's. */
    private MediaDescription offer(Party party, Direction direction, VideoTerms video) {
        MediaTerms terms = party.media().terms().withDirection(direction).withVideo(video);
        List<AudioCodec> order = new ArrayList<>(terms.audio());
        codec(party)
                .or(() -> call.other(party).flatMap(Negotiation::codec))
                .filter(order::remove)
                .ifPresent(order::addFirst);
        return party.media().offer(terms.withAudio(order));
    }

    private static Optional<AudioCodec> codec(Party party) {
        return party.media().isOpen() ? party.media().session().codec() : Optional.empty();
    }

    void onOffer(Party party, MediaDescription remote) {
        if (exchange.isPresent() || party.media().offered()) {
            party.leg().refuse(Cause.GLARE);
            return;
        }
        if (remote.isEmpty()) {
            exchange = Optional.of(new Exchange(party, Optional.empty()));
            beginPatience();
            party.leg().accept(offerTo(party));
            return;
        }
        Optional<Party> other = call.other(party).filter(o -> call.up() && reachable(o));
        Direction allowed = limit(party, LegMedia.wish(remote));
        boolean adds = addsVideo(party, remote);
        if (other.isEmpty() || (other.get().media().directions().told() == allowed && !adds)) {
            answer(party, remote);
            reconcile(); // it may have taken its video away
            return;
        }
        ask(other.get(), allowed, Optional.of(remote), adds ? offered(remote) : videoFor(other.get()));
    }

    private static boolean reachable(Party party) {
        return !party.over()
                && party.answered()
                && party.media().negotiated()
                && !party.media().offered();
    }

    /** Offers that side this direction and this video; the offer of the other waits. */
    private void ask(Party party, Direction direction, Optional<MediaDescription> waiting, VideoTerms video) {
        exchange = Optional.of(new Exchange(party, waiting));
        beginPatience();
        party.leg().offer(offer(party, direction, video));
    }

    private void askAgain(Party party) {
        ask(party, limit(party), Optional.empty(), videoFor(party));
    }

    private void answer(Party party, MediaDescription remote) {
        party.media().acceptOffer(remote, terms(party, remote));
        call.music();
    }

    void onAnswer(Party party, MediaDescription remote) {
        party.media().settle(remote);
        ended(party);
    }

    void onOfferRefused(Party party, Cause why) {
        party.media().rollBack();
        if (why == Cause.GLARE) {
            // never heard of there; the offer it crossed comes in this turn, and what is still to be told follows it
            party.media().unheard();
            close(party);
            loop.post(() -> call.caller().guarded(this::reconcile));
        } else {
            ended(party);
        }
    }

    /** The exchange with that side is over, well or not: what waited for it is answered, and what changed meanwhile passed on. */
    private void ended(Party party) {
        close(party);
        call.music();
        reconcile();
    }

    private void close(Party party) {
        Optional<Exchange> was = exchange.filter(e -> e.asked() == party);
        if (was.isPresent()) {
            exchange = Optional.empty();
            patience.ifPresent(Timer::cancel);
            answerWaiting(was.get());
        }
    }

    private void answerWaiting(Exchange was) {
        Optional<Party> waits = call.other(was.asked()).filter(p -> !p.over());
        if (waits.isPresent() && was.waiting().isPresent()) {
            answer(waits.get(), was.waiting().get());
        }
    }

    private void beginPatience() {
        patience.ifPresent(Timer::cancel);
        patience = Optional.of(loop.after(PATIENCE_NS, () -> call.caller().guarded(this::losePatience)));
    }

    /** The other leg says nothing: whoever waits is answered without it, and the leg's answer still counts when it comes. */
    private void losePatience() {
        exchange.ifPresent(was -> {
            exchange = Optional.empty();
            answerWaiting(was);
        });
    }

    /** Offers anew to a side that was last told something else than the other wants now. */
    void reconcile() {
        if (exchange.isPresent() || !call.up()) {
            return;
        }
        Optional<Party> called = call.called();
        if (called.isEmpty() || !reachable(call.caller()) || !reachable(called.get())) {
            return;
        }
        for (Party each : List.of(call.caller(), called.get())) {
            if (couldSee(each)) {
                askAgain(each);
                return;
            }
        }
        if (isBehind(called.get())) {
            askAgain(called.get());
        } else if (isBehind(call.caller())) {
            askAgain(call.caller());
        }
    }

    /** Whether that side still offers the video it was refused, as the other had none then, and now the other has it. */
    private boolean couldSee(Party party) {
        VideoTerms video = videoFor(party);
        boolean offers =
                offered(party.media().session().remote()).codecs().stream().anyMatch(video.codecs()::contains);
        return party.media().video().none() && offers && !party.media().wasTold(video);
    }

    /** Whether that side was last told something else than the other wants now, or has video that the other has not. */
    private boolean isBehind(Party party) {
        VideoTerms own = party.media().video();
        VideoTerms video = videoFor(party);
        boolean seesNobody = !own.none() && own.codecs().stream().noneMatch(video.codecs()::contains);
        return party.media().directions().told() != limit(party)
                || (seesNobody && !party.media().wasTold(video));
    }

    void close() {
        patience.ifPresent(Timer::cancel);
        exchange = Optional.empty();
    }

    /** The two part: who waits for an answer gets it. */
    void part() {
        Optional<Exchange> was = exchange;
        close();
        was.ifPresent(this::answerWaiting);
    }
}
