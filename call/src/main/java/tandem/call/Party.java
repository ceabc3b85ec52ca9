package tandem.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.call.CallRecord.LegRecord;
import tandem.media.MediaDescription;
import tandem.media.MediaStats;
import tandem.media.Mix;

/**
 * One party and the facts of its leg, made before the leg; its state decides where they go. Whatever fails in here ends this
 * party's call and no other.
 */
public final class Party implements LegEvents {
    private static final Logger log = LoggerFactory.getLogger(Party.class);

    private final Calls calls;
    private final String id;
    private final Way way;
    private final LegMedia media;
    private PartyState state = new Knocking();
    private @Nullable Leg leg;
    private @Nullable CallEntry entry;
    private Optional<Arrival> arrival = Optional.empty();
    private Optional<Timer> timer = Optional.empty();
    private Optional<Timer> silence = Optional.empty();
    private String name = "";
    private boolean answered;
    private boolean confirmed;
    private boolean over;

    Party(Calls calls, String id, Way way) {
        this.calls = calls;
        this.id = id;
        this.way = way;
        this.media = new LegMedia(this, calls.settings().terms());
    }

    /** The call's id, for the {@link Arrival} and for logs. */
    public String id() {
        return id;
    }

    void arrived(Arrival who, Leg itsLeg) {
        arrival = Optional.of(who);
        leg = itsLeg;
        name = who.displayName().isBlank() ? Addresses.user(who.from()) : who.displayName();
    }

    void dialled(Leg itsLeg, String itsName) {
        leg = itsLeg;
        name = itsName;
    }

    void entry(CallEntry itsEntry) {
        entry = itsEntry;
        itsEntry.enters(this);
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

    /** The request it came with. Inbound only. */
    Arrival arrival() {
        return arrival.orElseThrow(() -> new IllegalStateException("did not arrive: " + id));
    }

    String name() {
        return name;
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
        if (!media.open(calls.desk(), arrival().source(), mix)) {
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

    /** Takes the call with that description. */
    void takeCall(MediaDescription ours) {
        answered = true;
        leg().answer(ours);
        entry().onAnswered();
        calls.changed(entry());
    }

    /** Ends the party: its leg is told why, its media closed, and whoever depended on it hears of it. */
    void end(Cause why) {
        if (over) {
            return;
        }
        finish(why, () -> {
            if (leg != null) {
                leg.hangup(why);
            }
        });
    }

    private void finish(Cause why, Runnable goodbye) {
        over = true;
        PartyState was = state;
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
        if (leg == null) {
            return new LegRecord(Protocol.SIP, way, "", name, "", "", why, media.stats());
        }
        Leg.Facts facts = leg.facts();
        return new LegRecord(
                facts.protocol(), way, facts.address(), name, facts.agent(), media.codec(), why, media.stats());
    }

    @Override
    public void onRinging(Optional<MediaDescription> early) {
        guarded(() -> state.onRinging(this, early));
    }

    @Override
    public void onAnswered(MediaDescription remote) {
        guarded(() -> {
            if (answered) {
                return;
            }
            answered = true;
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
    public void onEnded(Cause why) {
        if (!over) {
            finish(why, () -> {});
        }
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

    /** Silence is looked at again when the limit is reached: what has come by then keeps the call. */
    void onSilent(long ms) {
        guarded(() -> {
            long received = media.stats().packetsReceived();
            long left = calls.settings().times().silence().toMillis() - ms;
            silence.ifPresent(Timer::cancel);
            silence = Optional.of(
                    calls.loop().after(Math.max(left, 0) * 1_000_000, () -> guarded(() -> endIfStillAt(received))));
        });
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
