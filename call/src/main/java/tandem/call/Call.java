package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.AudioCodec;
import tandem.media.Codec;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.Prompt;
import tandem.media.StreamDescription;
import tandem.media.VideoTerms;

/**
 * Two legs held together: the B2BUA. Each leg has an offer and answer of its own, since media ends here; what one side says of
 * itself we say to the other of ourselves.
 */
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private final Calls calls;
    private final Party caller;
    private final Arrival arrival;
    private final Route.Outward route;
    private final Optional<PutThrough> putThrough;
    private final Moves moves;
    private Route.Outward leads;
    private final Negotiation negotiation;
    private final Ringing ringing;
    private Optional<Party> called = Optional.empty();
    private boolean connected;
    private boolean up;
    private boolean over;
    private long lines;

    Call(Calls calls, Party caller, Route.Outward route) {
        this(calls, caller, caller.arrival(), route, Optional.empty());
    }

    /** A call for a party that is put through there, with the rights of whoever asked for that. */
    Call(Calls calls, Party caller, Route.Outward route, PutThrough putThrough) {
        this(calls, caller, putThrough.rights(), route, Optional.of(putThrough));
    }

    private Call(Calls calls, Party caller, Arrival arrival, Route.Outward route, Optional<PutThrough> putThrough) {
        this.calls = calls;
        this.caller = caller;
        this.arrival = arrival;
        this.route = route;
        this.leads = route;
        this.moves = new Moves(arrival.to());
        this.putThrough = putThrough;
        this.negotiation = new Negotiation(calls.loop(), this);
        this.ringing = new Ringing(calls, new CalledSide(calls, this, moves));
    }

    /** A call of these two, which have been answered, that goes on where this one ends; {@link #again} begins it. */
    Call with(Party one, Party other) {
        Call next = new Call(calls, one, arrival, route, Optional.empty());
        next.called = Optional.of(other);
        next.up = true;
        return next;
    }

    /** The two part, and each goes where it is sent. */
    void release() {
        over = true;
        HoldMusic.end(caller);
        called.ifPresent(HoldMusic::end);
        negotiation.part();
        if (connected) {
            connected = false;
            caller.media().session().park();
        }
    }

    /** The two are together, anew or for the first time; each is offered what it was kept from. */
    void again() {
        over = false;
        caller.become(new InCall(this));
        called.ifPresent(party -> party.become(new InCall(this)));
        connect();
        music();
        negotiation.reconcile();
    }

    /** Who may call whom here, and where the dial plan led. */
    Arrival arrival() {
        return arrival;
    }

    Route.Outward route() {
        return route;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    Party caller() {
        return caller;
    }

    Optional<Party> called() {
        return called;
    }

    /** The called side is that one, until another takes the call. */
    void called(Party party) {
        called = Optional.of(party);
    }

    /** Where it goes at last, which may be elsewhere than the dial plan led at first. */
    Route.Outward leads() {
        return leads;
    }

    /** Whether both sides have been answered. */
    boolean up() {
        return up;
    }

    /** The one who is not this one. */
    Optional<Party> other(Party party) {
        return party == caller ? called : Optional.of(caller);
    }

    /** Looks for whom to dial, then dials. */
    void begin() {
        caller.become(new InCall(this));
        if (arrival.hops().filter(hops -> hops <= 0).isPresent()) {
            caller.end(Cause.LOOP);
        } else if (!arrival.offer().isEmpty() && wanted(arrival.offer()).isEmpty()) {
            caller.end(Cause.MEDIA_REFUSED);
        } else if (!caller.media()
                .open(calls.desk(), arrival.source(), arrival.offer().needsIce(), Optional.empty())) {
            caller.end(Cause.OVERLOADED);
        } else {
            look();
        }
    }

    private void look() {
        calls.targets()
                .find(
                        leads,
                        Optional.of(arrival),
                        found -> caller.guarded(() -> {
                            if (!over) {
                                ringing.begin(found);
                            }
                        }));
    }

    /** The video two may pass to each other. */
    VideoTerms videoTerms() {
        return calls.settings().terms().video();
    }

    /** Codecs of the caller's offer that we speak, in its order. */
    List<AudioCodec> wanted(MediaDescription offer) {
        return common(offer, caller.media().terms().audio());
    }

    private static List<AudioCodec> common(MediaDescription offer, List<AudioCodec> ours) {
        List<AudioCodec> codecs = new ArrayList<>();
        for (Codec codec : offer.audio().map(StreamDescription::codecs).orElse(List.of())) {
            codec.audio().filter(c -> ours.contains(c) && !codecs.contains(c)).ifPresent(codecs::add);
        }
        return codecs;
    }

    void onRinging(Party party, Optional<MediaDescription> early) {
        if (up || !ringing.has(party)) {
            return;
        }
        moves.rings();
        boolean heard = called.map(c -> c == party).orElse(true);
        Optional<MediaDescription> given = early.filter(e -> heard && !e.isEmpty());
        if (putThrough.isPresent()) {
            ringsFor(putThrough.get(), party, given);
            return;
        }
        if (given.isEmpty() || caller.arrival().offer().isEmpty()) {
            tellRinging(party);
            return;
        }
        if (!party.media().takeAnswer(given.get())) {
            return; // early media that cannot be used: the answer may be better
        }
        called(party); // of those that ring together the first to send something is heard
        carryBack(party);
        if (answerCaller()) {
            connect();
            caller.ring(Optional.of(caller.media().session().local()));
        }
    }

    private void tellRinging(Party party) {
        if (isCalled(party)) {
            carryBack(party);
            caller.ring(Optional.empty());
        } else if (ringing.firstToRing()) {
            caller.ring(Optional.empty());
        }
    }

    /** Who is put through hears what comes from there, or that it rings. */
    private void ringsFor(PutThrough waiting, Party party, Optional<MediaDescription> given) {
        if (given.isPresent() && party.media().takeAnswer(given.get())) {
            called(party);
            connect();
        }
        if (!connected) {
            waiting.ringing();
        } else {
            waiting.progress();
        }
    }

    /** Answers the caller's offer to fit what the called side chose, so that media can be relayed; false ends the call. */
    private boolean answerCaller() {
        if (caller.media().negotiated()) {
            return true;
        }
        if (negotiation.answerFirst(caller, caller.arrival().offer())) {
            return true;
        }
        caller.end(Cause.MEDIA_REFUSED);
        return false;
    }

    void onAnswered(Party party, MediaDescription remote) {
        if (up || !ringing.has(party)) {
            return;
        }
        boolean repeated = party.media().negotiated()
                && (remote.isEmpty() || remote.equals(party.media().session().remote()));
        if (!repeated && !agree(party, remote)) {
            party.end(Cause.MEDIA_REFUSED);
            return;
        }
        if (!isCalled(party)) {
            disconnect();
            called(party);
        }
        ringing.takenBy(party);
        if (putThrough.isEmpty()) {
            carryBack(party);
        }
        taken();
    }

    /** Takes its answer to our offer, or answers its offer where we made none. */
    private boolean agree(Party party, MediaDescription remote) {
        if (party.media().offered() || party.media().negotiated()) {
            return party.media().takeAnswer(remote);
        }
        if (remote.isEmpty() || !negotiation.answerFirst(party, remote)) {
            return false;
        }
        party.leg().accept(party.media().session().local());
        return true;
    }

    /** The called side is there: so the caller is answered, or the one who was put through has arrived. */
    private void taken() {
        up = true;
        if (putThrough.isPresent()) {
            putThrough.get().done();
            connect();
            music();
            negotiation.reconcile();
        } else if (caller.arrival().offer().isEmpty()) {
            caller.takeCall(negotiation.offerTo(caller));
        } else if (answerCaller()) {
            connect();
            caller.takeCall(caller.media().session().local());
            negotiation.reconcile();
        }
    }

    void onConfirmed() {
        negotiation.reconcile();
    }

    void onMediaReady() {
        connect();
    }

    /** Media flows as soon as both sides have described themselves. */
    private void connect() {
        if (!connected
                && caller.media().negotiated()
                && called.filter(c -> c.media().negotiated()).isPresent()) {
            connected = true;
            caller.media().session().connect(called.get().media().session());
            connects(caller.media().codec(), called.get().media().codec());
        }
    }

    private void connects(String ofCaller, String ofCalled) {
        String how = ofCaller.equals(ofCalled) ? ": relayed" : ": transcoded";
        MediaDescription offer = caller.arrival().offer();
        List<AudioCodec> allowed = caller.media().terms().audio();
        calls.decided(
                caller,
                Decision.About.MEDIA,
                () -> List.of(
                        "caller " + ofCaller + ", called " + ofCalled + how,
                        "offered: " + common(offer, allowed) + ", allowed: " + allowed));
    }

    /** Headers of the called side's answer that matter to the caller. */
    private void carryBack(Party party) {
        Map<String, String> headers = new HashMap<>(party.leg().facts().carried());
        if (!headers.isEmpty()) {
            caller.leg().carry(headers);
        }
    }

    /** Whether that party has been called and has not answered. */
    boolean rings(Party party) {
        return !up && !over && ringing.has(party);
    }

    /** Describes our media to somebody who arrived for a call that is there; false ends the newcomer. */
    boolean answer(Party newcomer) {
        MediaDescription offer = newcomer.arrival().offer();
        if (!newcomer.media().open(calls.desk(), newcomer.arrival().source(), offer.needsIce(), Optional.empty())) {
            newcomer.end(Cause.OVERLOADED);
            return false;
        }
        if (offer.isEmpty()) {
            newcomer.takeCall(negotiation.offerTo(newcomer));
        } else if (negotiation.answerFirst(newcomer, offer)) {
            newcomer.takeCall(newcomer.media().session().local());
        } else {
            newcomer.end(Cause.MEDIA_REFUSED);
        }
        return !newcomer.over();
    }

    /** Somebody else answers for the one that rings (RFC 3891 section 3), which rings no longer. */
    void pickUp(Party newcomer) {
        Optional<Party> rang = called;
        called = Optional.of(newcomer);
        if (!answer(newcomer)) {
            called = rang;
            return;
        }
        ringing.takenBy(newcomer);
        disconnect();
        calls.decided(caller, Decision.About.TRANSFER, "picked up by " + newcomer.name());
        newcomer.become(new InCall(this));
        calls.move(newcomer, caller.entry(), CallRecord.Link.Kind.TRANSFERRED_TO);
        taken();
    }

    /** The called side is to be had elsewhere. */
    void onMoved(Party party, List<Moved> where) {
        if (rings(party)) {
            moves.told(party.arrival().from(), party.leg().trunk(), where);
        }
    }

    private boolean isCalled(Party party) {
        return called.filter(c -> c == party).isPresent();
    }

    /** What the caller heard before the answer comes no longer. */
    private void disconnect() {
        if (connected) {
            connected = false;
            caller.media().session().park();
        }
    }

    /**
     * A key of one side, for the other. Events between two sides that take them, and tones in the audio, have gone across with
     * the media; the others are sent on as an event, or by signalling to a side that takes no events.
     */
    void onDigit(Party party, char digit, int durationMs) {
        Optional<Party> to = other(party).filter(o -> o.media().negotiated());
        if (to.isEmpty()) {
            return;
        }
        Party other = to.get();
        boolean signalled = party.media().digitSignalled();
        boolean takesEvents = other.media().session().sendsTelephoneEvents();
        boolean cameAsEvent = !signalled && party.media().session().sendsTelephoneEvents();
        if (other.media().terms().digits() == MediaTerms.Digits.TONES) {
            if (signalled || cameAsEvent) {
                other.media().session().sendDigit(digit, durationMs);
            }
        } else if (takesEvents && !(cameAsEvent && connected)) {
            other.media().session().sendDigit(digit, durationMs);
        } else if (!takesEvents && (signalled || cameAsEvent) && other.answered()) {
            other.leg().sendDigit(digit, durationMs);
        }
    }

    /** A line of text from one side, for the other where it takes text. */
    void onMessage(Party party, String text) {
        Optional<Party> to =
                other(party).filter(o -> o.answered() && o.leg().facts().chat());
        to.ifPresent(other -> party.writing()
                .take(
                        text,
                        calls.loop().clock().nowNs(),
                        line -> other.guarded(() -> other.leg().message(line(party, line)))));
    }

    private ChatMessage line(Party party, String text) {
        Instant at = Instant.ofEpochMilli(calls.loop().clock().epochMs());
        return new ChatMessage(++lines, "", party.name(), text, at);
    }

    /** One side is over: so is the other, but for a called side that failed before the answer and leaves another way. */
    void onOver(Party party, Cause why) {
        if (party == caller) {
            over = true;
            negotiation.close();
            ringing.giveUp(why);
            called.ifPresent(c -> c.end(why));
            if (!up) {
                putThrough.ifPresent(waiting -> waiting.lost(why));
            }
            return;
        }
        boolean wasCalled = isCalled(party);
        boolean rang = ringing.left(party);
        if (!wasCalled && !rang) {
            return;
        }
        if (wasCalled) {
            called = Optional.empty();
        }
        if (over) {
            return;
        }
        if (up) {
            caller.end(why);
            return;
        }
        if (wasCalled) {
            disconnect();
        }
        caller.guarded(() -> ringing.onFailed(why));
    }

    /** Nobody took the call: where the called side is to be had instead, the route's other way, or the end. */
    void failed(Cause why) {
        if (over || caller.over()) {
            return;
        }
        Optional<Route> moved = why == Cause.MOVED || Ringing.TRY_NEXT.contains(why)
                ? moves.next(calls.settings().plan(), Optional.of(arrival), leads, this::movedOn)
                : Optional.empty();
        if (moved.isPresent() && moved.get() instanceof Route.Outward outward) {
            leads = outward;
            look();
            return;
        }
        Optional<Route> otherwise =
                moved.or(() -> route instanceof Route.ToDevice device ? device.otherwise() : Optional.empty());
        if (otherwise.isPresent()) {
            calls.decided(caller, Decision.About.DIALLING, why.words() + ": goes the other way of the dial plan");
            over = true;
            negotiation.close();
            putThrough.ifPresentOrElse(
                    waiting -> waiting.follow(otherwise.get()), () -> calls.follow(otherwise.get(), caller));
            return;
        }
        calls.decided(
                caller,
                Decision.About.DIALLING,
                why.words() + ": nobody else is to be tried"
                        + (mapped(why) == why
                                ? ""
                                : ", and the caller is told: " + mapped(why).words()));
        if (putThrough.isPresent()) {
            over = true;
            negotiation.close();
            putThrough.get().failed(why);
        } else {
            caller.end(mapped(why));
        }
    }

    private void movedOn(String words) {
        log.atInfo().addKeyValue("call", caller.id()).log("{}", words);
        calls.decided(caller, Decision.About.DIALLING, words);
    }

    List<Prompt> musicFor(Party holder, Direction wish) {
        return HoldMusic.of(calls.settings(), holder, wish);
    }

    /** Lets each side hear music, or the other again. */
    void music() {
        if (up && !over) {
            called.ifPresent(party -> HoldMusic.between(calls.settings(), caller, party));
        }
    }

    /** What the caller is told: our own credentials, and our own hanging up, are no business of its. */
    static Cause mapped(Cause why) {
        return switch (why) {
            case UNAUTHORIZED -> Cause.FORBIDDEN;
            case NORMAL, CANCELLED -> Cause.UNAVAILABLE;
            default -> why;
        };
    }
}
