package tandem.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.media.AudioCodec;
import tandem.media.Codec;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;
import tandem.media.StreamDescription;

/**
 * Two legs held together: the B2BUA. Each leg has an offer and answer of its own, since media ends here; what one side says of
 * itself we say to the other of ourselves.
 */
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    /** Failures that say nothing about the person called: another way to it may work. */
    private static final Set<Cause> TRY_NEXT = Set.of(
            Cause.UNREACHABLE,
            Cause.TIMEOUT,
            Cause.OVERLOADED,
            Cause.PEER_ERROR,
            Cause.UNAVAILABLE,
            Cause.UNAUTHORIZED);

    private final Calls calls;
    private final Party caller;
    private final Route.Outward route;
    private final Queue<Target> targets = new ArrayDeque<>();
    private final Negotiation negotiation;
    private Optional<Party> called = Optional.empty();
    private Optional<Timer> ringing = Optional.empty();
    private boolean connected;
    private boolean up;
    private boolean over;

    Call(Calls calls, Party caller, Route.Outward route) {
        this.calls = calls;
        this.caller = caller;
        this.route = route;
        this.negotiation = new Negotiation(calls.loop(), this);
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
        Arrival arrival = caller.arrival();
        if (arrival.hops().filter(hops -> hops <= 0).isPresent()) {
            caller.end(Cause.LOOP);
        } else if (!arrival.offer().isEmpty() && wanted(arrival.offer()).isEmpty()) {
            caller.end(Cause.MEDIA_REFUSED);
        } else if (!caller.media().open(calls.desk(), arrival.source(), Optional.empty())) {
            caller.end(Cause.OVERLOADED);
        } else {
            calls.targets().find(route, Optional.of(arrival), found -> calls.loopGuard(caller, () -> onFound(found)));
        }
    }

    private void onFound(Targets.Found found) {
        if (over) {
            return;
        }
        switch (found) {
            case Targets.Found.Dial dial -> {
                targets.addAll(dial.targets());
                dialNext();
            }
            case Targets.Found.Nobody nobody -> failed(nobody.why());
        }
    }

    private void dialNext() {
        Target target = targets.remove();
        Party party = calls.outbound(caller.id());
        party.media().terms(target.terms());
        if (!party.media().open(calls.desk(), target.peer(), Optional.empty())) {
            failed(Cause.OVERLOADED);
            return;
        }
        party.become(new InCall(this));
        called = Optional.of(party);
        MediaDescription offer = party.media().offer(offerTerms(target.terms()));
        Arrival arrival = caller.arrival();
        Outgoing outgoing = new Outgoing(
                caller.id(),
                target.address(),
                target.callerUser().orElseGet(() -> Addresses.user(arrival.from())),
                arrival.displayName(),
                offer,
                arrival.carried(),
                arrival.hops());
        log.atDebug().addKeyValue("call", caller.id()).log("dials {}", PinMask.of(target.address()));
        try {
            party.dialled(target.door().dial(outgoing, party), Addresses.user(target.address()));
        } catch (RuntimeException bug) {
            party.end(Cause.INTERNAL);
            throw bug;
        }
        party.entry(caller.entry());
        long ringNs = ringLimit(target).toNanos();
        ringing = Optional.of(calls.loop().after(ringNs, () -> party.guarded(() -> party.end(Cause.NO_ANSWER))));
    }

    private java.time.Duration ringLimit(Target target) {
        Optional<java.time.Duration> routed =
                switch (route) {
                    case Route.ToAddress to -> to.ring();
                    case Route.ToDevice to -> to.ring();
                    case Route.ToTrunk _ -> Optional.empty();
                };
        return routed.or(target::ring).orElse(calls.settings().times().ring());
    }

    /** What the caller offered comes first, in its order, so that media can be relayed; then the rest, to be transcoded. */
    private MediaTerms offerTerms(MediaTerms terms) {
        List<AudioCodec> order = new ArrayList<>(wanted(caller.arrival().offer()));
        order.retainAll(terms.audio());
        terms.audio().stream().filter(c -> !order.contains(c)).forEach(order::add);
        return terms.withAudio(order).withDirection(negotiation.wishOf(caller));
    }

    /** Codecs of the caller's offer that we speak, in its order. */
    private List<AudioCodec> wanted(MediaDescription offer) {
        List<AudioCodec> codecs = new ArrayList<>();
        for (Codec codec : offer.audio().map(StreamDescription::codecs).orElse(List.of())) {
            codec.audio()
                    .filter(c -> caller.media().terms().audio().contains(c) && !codecs.contains(c))
                    .ifPresent(codecs::add);
        }
        return codecs;
    }

    void onRinging(Party party, Optional<MediaDescription> early) {
        if (up || !isCalled(party)) {
            return;
        }
        carryBack(party);
        Optional<MediaDescription> given = early.filter(e -> !e.isEmpty());
        if (given.isEmpty() || caller.arrival().offer().isEmpty()) {
            caller.leg().ring(Optional.empty());
            return;
        }
        if (!negotiation.takeAnswer(party, given.get())) {
            return; // early media that cannot be used: the answer may be better
        }
        if (answerCaller()) {
            connect();
            caller.leg().ring(Optional.of(caller.media().session().local()));
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
        if (up || !isCalled(party)) {
            return;
        }
        boolean repeated = party.media().negotiated()
                && (remote.isEmpty() || remote.equals(party.media().session().remote()));
        if (!repeated && !negotiation.takeAnswer(party, remote)) {
            targets.clear();
            party.end(Cause.MEDIA_REFUSED);
            return;
        }
        stopRinging();
        carryBack(party);
        up = true;
        if (caller.arrival().offer().isEmpty()) {
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
        }
    }

    /** Headers of the called side's answer that matter to the caller. */
    private void carryBack(Party party) {
        Map<String, String> headers = new HashMap<>(party.leg().facts().carried());
        if (!headers.isEmpty()) {
            caller.leg().carry(headers);
        }
    }

    private boolean isCalled(Party party) {
        return called.filter(c -> c == party).isPresent();
    }

    private void stopRinging() {
        ringing.ifPresent(Timer::cancel);
        ringing = Optional.empty();
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
        if (takesEvents && !(cameAsEvent && connected)) {
            other.media().session().sendDigit(digit, durationMs);
        } else if (!takesEvents && (signalled || cameAsEvent) && other.answered()) {
            other.leg().sendDigit(digit, durationMs);
        }
    }

    /** One side is over: so is the other, but for a called side that failed before the answer and leaves another way. */
    void onOver(Party party, Cause why) {
        if (party != caller && !isCalled(party)) {
            return;
        }
        stopRinging();
        if (party == caller) {
            over = true;
            negotiation.close();
            called.ifPresent(c -> c.end(why));
            return;
        }
        called = Optional.empty();
        if (over) {
            return;
        }
        if (up) {
            caller.end(why);
            return;
        }
        if (connected) {
            connected = false;
            caller.media().session().park();
        }
        caller.guarded(() -> failed(why));
    }

    /** The called side could not be had: the next target, the route's other way, or the end. */
    private void failed(Cause why) {
        if (over || caller.over()) {
            return;
        }
        if (!targets.isEmpty() && TRY_NEXT.contains(why)) {
            dialNext();
            return;
        }
        Optional<Route> otherwise = route instanceof Route.ToDevice device ? device.otherwise() : Optional.empty();
        if (otherwise.isPresent()) {
            over = true;
            negotiation.close();
            calls.follow(otherwise.get(), caller);
            return;
        }
        caller.end(mapped(why));
    }

    /** What the caller is told: our own credentials, and our own hanging up, are no business of its. */
    private static Cause mapped(Cause why) {
        return switch (why) {
            case UNAUTHORIZED -> Cause.FORBIDDEN;
            case NORMAL, CANCELLED -> Cause.UNAVAILABLE;
            default -> why;
        };
    }
}
