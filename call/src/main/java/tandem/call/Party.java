package tandem.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.call.CallRecord.LegRecord;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.MediaStats;
import tandem.media.MediaTerms;
import tandem.media.Mix;

/**
 * One party and the facts of its leg, made before the leg; its state decides where they go. Whatever fails in here ends this
 * party's call and no other.
 */
public final class Party implements LegEvents {
    private static final Logger log = LoggerFactory.getLogger(Party.class);

    private static final Leg.Facts NO_FACTS = new Leg.Facts(Protocol.SIP, "", "", Map.of(), false);

    private final Calls calls;
    private final String id;
    private final Way way;
    private final LegMedia media;
    private final Writing writing = new Writing();
    private PartyState state = new Knocking();
    private @Nullable Leg leg;
    private @Nullable CallEntry entry;
    private Optional<Arrival> arrival = Optional.empty();
    private Optional<Timer> timer = Optional.empty();
    private Optional<Timer> silence = Optional.empty();
    private String name = "";
    private CallRecord.Times times;
    private Optional<CallRecord.Side> endedBy = Optional.empty();
    private int number;
    private boolean noticed;
    private boolean answered;
    private boolean confirmed;
    private boolean over;

    Party(Calls calls, String id, Way way) {
        this.calls = calls;
        this.id = id;
        this.way = way;
        this.media = new LegMedia(this, calls.settings().terms());
        this.times = CallRecord.Times.begun(now());
    }

    private Instant now() {
        return Instant.ofEpochMilli(calls.loop().clock().epochMs());
    }

    /** The call's id, for the {@link Arrival} and for logs. */
    public String id() {
        return entry == null ? id : entry.id();
    }

    /** Codecs and protection of its own, where they differ from what is usual; before it arrives. */
    public void speaks(MediaTerms terms) {
        media.terms(terms);
    }

    void arrived(Arrival who, Leg itsLeg) {
        arrival = Optional.of(who);
        leg = itsLeg;
        name = who.displayName().isBlank() ? Addresses.user(who.from()) : who.displayName();
    }

    /** Who that is whom we call, with what it may do where it asks for something. */
    void expected(Arrival who) {
        arrival = Optional.of(who);
    }

    /** It enters a PIN with what comes next. */
    void pin(Optional<String> pin) {
        arrival = Optional.of(arrival().withPin(pin));
    }

    void dialled(Leg itsLeg, String itsName) {
        leg = itsLeg;
        name = itsName;
    }

    void entry(CallEntry itsEntry) {
        entry = itsEntry;
        number = itsEntry.enters(this);
    }

    /** It is in the book of another call now. */
    void movedTo(CallEntry other) {
        entry = other;
        number = other.enters(this);
        leg().joins(other.id());
    }

    CallEntry entry() {
        if (entry == null) {
            throw new IllegalStateException("not in the book: " + id);
        }
        return entry;
    }

    Calls calls() {
        return calls;
    }

    /** Our side of the conversation. Only once there is one. */
    Leg leg() {
        if (leg == null) {
            throw new IllegalStateException("no leg yet: " + id);
        }
        return leg;
    }

    LegMedia media() {
        return media;
    }

    /** Its address, as its protocol writes it. */
    String address() {
        return way == Way.INBOUND ? arrival().from() : leg().facts().address();
    }

    /** Whose rights it has where it asks for something: its own, or those of the trunk its call really goes by. */
    Arrival rights() {
        Arrival who = arrival();
        return leg().trunk().map(who::byTrunk).orElse(who);
    }

    PartyState state() {
        return state;
    }

    /** The request it came with; of one we called, who it is. */
    Arrival arrival() {
        return arrival.orElseThrow(() -> new IllegalStateException("did not arrive: " + id));
    }

    /** What it writes, and how much it may. */
    Writing writing() {
        return writing;
    }

    String name() {
        return name;
    }

    /** It goes by that name from now on. */
    void named(String other) {
        name = other;
    }

    Way way() {
        return way;
    }

    boolean over() {
        return over;
    }

    boolean answered() {
        return answered;
    }

    /** Enters that state; what the state before waited for is forgotten. */
    void become(PartyState next) {
        timer.ifPresent(Timer::cancel);
        timer = Optional.empty();
        state = over ? new Gone() : next;
    }

    /** Runs the task in {@code ms} milliseconds unless the state changes before, instead of what was to run then. */
    void after(long ms, Runnable task) {
        timer.ifPresent(Timer::cancel);
        timer = over ? Optional.empty() : Optional.of(calls.loop().after(ms * 1_000_000, () -> guarded(task)));
    }

    /**
     * Takes the call, where that has not been done: opens media on the mix's loop and answers the offer, or offers where there
     * was none. False when that ended the party.
     */
    boolean answer(Optional<Mix> mix) {
        if (answered) {
            return true;
        }
        boolean ice = arrival().offer().needsIce();
        if (!media.open(calls.desk(), arrival().source(), ice, mix)) {
            end(Cause.OVERLOADED);
            return false;
        }
        MediaDescription offer = arrival().offer();
        Optional<MediaDescription> ours;
        if (media.negotiated()) {
            ours = Optional.of(media.session().local());
        } else if (offer.isEmpty()) {
            ours = Optional.of(media.offer(media.terms()));
        } else {
            ours = media.answer(offer, media.terms());
        }
        if (ours.isEmpty()) {
            end(Cause.MEDIA_REFUSED);
            return false;
        }
        takeCall(ours.get());
        return !over;
    }

    /** Tells it that the called one is alerted; with a description, early media. */
    void ring(Optional<MediaDescription> early) {
        rings();
        leg().ring(early);
    }

    private void rings() {
        times = times.rang(now());
        if (entry != null) {
            entry.onRinging();
        }
    }

    /** Takes the call with that description. */
    void takeCall(MediaDescription ours) {
        answered = true;
        times = times.answered(now());
        leg().answer(ours);
        entry().onAnswered();
        calls.changed(entry());
    }

    /** Ends the party: its leg is told why, its media closed, and whoever depended on it hears of it. */
    void end(Cause why) {
        if (over) {
            return;
        }
        finish(why, CallRecord.Side.GATEWAY, () -> {
            if (leg != null) {
                leg.hangup(why);
            }
        });
    }

    private void finish(Cause cause, CallRecord.Side by, Runnable goodbye) {
        over = true;
        endedBy = Optional.of(by);
        times = times.ended(now());
        boolean first = entry != null && entry.endsBy(by);
        PartyState was = state;
        Cause why = was.recorded(cause);
        become(new Gone());
        silence.ifPresent(Timer::cancel);
        silence = Optional.empty();
        log.atDebug()
                .addKeyValue("call", id)
                .log("{} leg over: {}", way == Way.INBOUND ? "inbound" : "outbound", why.words());
        attempt(() -> was.onOver(this, why));
        attempt(() -> {
            if (entry != null) {
                entry.leaves(this, why);
            }
        });
        attempt(media::close);
        attempt(goodbye);
        attempt(() -> calls.left(this));
        if (first) {
            entry().endsNoMore();
        }
    }

    /** One step of the way out; a bug in it must not keep the others from being taken. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error bug) {
            calls.counters().onBug();
            log.atError().setCause(bug).addKeyValue("call", id).log("failed while ending");
        }
    }

    /** Runs what a fact or a timer causes; a bug in it ends this party. */
    void guarded(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            calls.counters().onBug();
            log.atError().setCause(bug).addKeyValue("call", id).log("failed");
            end(Cause.INTERNAL);
        }
    }

    void warn(String what) {
        log.atWarn().addKeyValue("call", id).log("{}", what);
    }

    LegRecord record(Optional<Cause> why) {
        Leg.Facts facts = leg == null ? NO_FACTS : leg.facts();
        Leg.Codes codes = leg == null ? Leg.Codes.NONE : why.map(leg::codes).orElse(Leg.Codes.NONE);
        return new LegRecord(
                number,
                facts.protocol(),
                way,
                facts.address(),
                leg == null ? "" : leg.remote(),
                name,
                facts.agent(),
                Optional.ofNullable(leg).flatMap(Leg::trunk).or(() -> arrival.flatMap(Arrival::trunk)),
                arrival.flatMap(Arrival::device),
                media.codec(),
                times,
                why,
                codes,
                endedBy,
                media.stats());
    }

    @Override
    public void onTrying() {
        noticed = true;
    }

    /** Whether whom we call has shown any sign of life. */
    boolean noticed() {
        return noticed;
    }

    @Override
    public void onRinging(Optional<MediaDescription> early) {
        noticed = true;
        guarded(() -> {
            rings();
            state.onRinging(this, early);
        });
    }

    @Override
    public void onAnswered(MediaDescription remote) {
        guarded(() -> {
            if (answered) {
                return;
            }
            answered = true;
            times = times.answered(now());
            confirmed = true;
            state.onAnswered(this, remote);
            if (!over) {
                media.session().established();
            }
        });
    }

    @Override
    public void onConfirmed() {
        guarded(() -> {
            if (confirmed || !answered) {
                return;
            }
            confirmed = true;
            media.session().established();
            state.onConfirmed(this);
            calls.loop().post(() -> guarded(this::endIfUndescribed));
        });
    }

    /** A call that was answered with our offer owes its answer with the confirmation (RFC 3261 section 13.2.1). */
    private void endIfUndescribed() {
        if (!media.negotiated()) {
            end(Cause.MEDIA_REFUSED);
        }
    }

    @Override
    public void onOffer(MediaDescription remote) {
        guarded(() -> {
            if (media.isOpen()) {
                state.onOffer(this, remote);
            } else {
                leg().refuse(Cause.GLARE);
            }
        });
    }

    @Override
    public void onAnswer(MediaDescription remote) {
        guarded(() -> {
            if (!media.offered() && !media.offerAgain()) {
                return;
            }
            boolean first = !media.negotiated();
            state.onAnswer(this, remote);
            if (first && !media.negotiated()) {
                end(Cause.MEDIA_REFUSED);
            }
        });
    }

    @Override
    public void onOfferRefused(Cause why) {
        guarded(() -> {
            if (media.offered()) {
                state.onOfferRefused(this, why);
            }
        });
    }

    @Override
    public void onCandidate(Ice.Candidate theirs) {
        guarded(() -> media.remoteCandidate(theirs));
    }

    @Override
    public void onTransfer(Transfer wish) {
        guarded(() -> state.onTransfer(this, wish));
    }

    @Override
    public void onMoved(List<Moved> where) {
        guarded(() -> state.onMoved(this, where));
    }

    @Override
    public boolean mediaFlows() {
        return !over && media.flows(calls.loop().clock().nowNs());
    }

    @Override
    public void onDigit(char digit, int durationMs) {
        guarded(() -> {
            if (media.isOpen()) {
                media.signalled(digit, durationMs);
            }
        });
    }

    @Override
    public void onPictureLost() {
        guarded(() -> {
            if (media.isOpen()) {
                media.session().pictureLost();
            }
        });
    }

    @Override
    public void onPin(String pin) {
        guarded(() -> state.onPin(this, pin));
    }

    @Override
    public void onEnded(Cause why) {
        if (!over) {
            CallRecord.Side peer = way == Way.INBOUND ? CallRecord.Side.CALLER : CallRecord.Side.CALLED;
            finish(why, peer, () -> {});
        }
    }

    @Override
    public void onMessage(String text) {
        guarded(() -> state.onMessage(this, text));
    }

    void onKey(char digit, int durationMs) {
        guarded(() -> state.onDigit(this, digit, durationMs));
    }

    void onSpeaking(boolean speaking) {
        guarded(() -> state.onSpeaking(this, speaking));
    }

    void onPlayed() {
        guarded(() -> state.onPlayed(this));
    }

    /** After the end: what was counted since the last second goes into the book too. */
    void onLastFigures(MediaStats last) {
        if (entry != null) {
            attempt(() -> calls.corrected(entry().withLastFigures(this, last)));
        }
    }

    void onMediaReady() {
        guarded(() -> state.onMediaReady(this));
    }

    void onMediaFailed(String why) {
        guarded(() -> {
            warn("media failed: " + why);
            end(Cause.MEDIA_FAILED);
        });
    }

    /** Silence is looked at again when the limit is reached: what has come by then, of whatever kind, keeps the call. */
    void onSilent(long ms) {
        guarded(() -> {
            long received = media.stats().packetsReceived();
            long left =
                    state.silence().orElse(calls.settings().times().silence()).toMillis() - ms;
            silence.ifPresent(Timer::cancel);
            silence = Optional.of(
                    calls.loop().after(Math.max(left, 0) * 1_000_000, () -> guarded(() -> endIfStillAt(received))));
        });
    }

    /** Also a terminal that sends no RTP while it is muted shows that it is there. */
    void onHeardAgain() {
        silence.ifPresent(Timer::cancel);
        silence = Optional.empty();
    }

    private void endIfStillAt(long received) {
        boolean held = !LegMedia.wish(media.session().remote()).sends();
        if (media.stats().packetsReceived() == received && !held) {
            end(Cause.MEDIA_SILENT);
        }
    }

    @Override
    public String toString() {
        return id + " " + state;
    }
}
