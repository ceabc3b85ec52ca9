package tandem.gateway.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
import tandem.call.Cause;
import tandem.call.ChatMessage;
import tandem.call.ChatOutcome;
import tandem.call.Participant;
import tandem.call.Party;
import tandem.call.Presence;
import tandem.call.Saying;
import tandem.media.Ice;
import tandem.media.MediaDescription;
import tandem.media.sdp.SdpIce;

/**
 * A browser's seat: its leg, the line to it while there is one, and what it may do. It outlives a line that went dead by half a
 * minute. On the signalling loop.
 */
final class Seat implements WebRtcLeg.End {
    private static final Logger log = LoggerFactory.getLogger(Seat.class);
    private static final long KEPT_NS = 30_000_000_000L;
    private static final int CHANGES_AT_ONCE = 10;
    private static final long CHANGE_EVERY_NS = 250_000_000L;
    private static final long ANSWER_NS = 10_000_000_000L;

    /** What everybody is told of, or what makes media anew. */
    private static final Set<String> TOLD_TO_ALL = Set.of("mute", "hand", "rename", "lock", "mute-guests", "offer");

    private final Seats seats;
    private final String key;
    private final Party party;
    private final WebRtcLeg leg;
    private final List<Ice.Candidate> found = new ArrayList<>(); // before there was an answer
    private final Allowance changes = new Allowance(CHANGES_AT_ONCE, CHANGE_EVERY_NS);
    private Optional<Connection> line;
    private Optional<String> answer = Optional.empty();
    private Optional<Timer> leaving = Optional.empty();
    private Optional<Timer> offering = Optional.empty(); // runs while an offer of ours waits for its answer
    private @Nullable Participant participant; // once it is in a room
    private long chatFrom; // what was written before it came is not for it
    private boolean movedAway; // to another room, and was not there to be told
    private Optional<Participant> waiting = Optional.empty(); // itself, once it waits at a door
    private boolean waitingTold;
    private boolean hosts;
    private boolean welcomed;
    private boolean coming; // back: its answer goes with the welcome
    private boolean over;

    /** A seat that is being taken by that line. */
    Seat(Seats seats, String key, Party party, Caller caller, long sessionId, Connection line) {
        this.seats = seats;
        this.key = key;
        this.party = party;
        this.leg = new WebRtcLeg(caller.source(), caller.agent(), /* chat= */ true, sessionId, this);
        this.line = Optional.of(line);
    }

    String key() {
        return key;
    }

    String id() {
        return party.id();
    }

    WebRtcLeg leg() {
        return leg;
    }

    boolean over() {
        return over;
    }

    /** It as a participant, while it is in a room: not after a conference has ended around it. */
    private Optional<Participant> present() {
        return Optional.ofNullable(participant)
                .filter(me -> me.room().participant(me.id()).isPresent());
    }

    void tell(String frame) {
        line.ifPresent(one -> one.send(frame));
    }

    // Orders of the leg.

    @Override
    public void ringing(Optional<String> early) {
        tell(Told.ringing(early));
    }

    /** Where it is in no room when this turn is over it is welcomed all the same: to a call, or to its echo. */
    @Override
    public void answered(String sdp) {
        answer = Optional.of(sdp); // also where it was given with the ringing: it is the same
        seats.loop().post(() -> {
            party.onConfirmed();
            if (waiting.isPresent()) {
                tellWaiting();
            } else {
                welcome();
            }
        });
    }

    /** It hears music from now on, by the answer that comes again when it is in. */
    private void tellWaiting() {
        if (!over && !waitingTold) {
            waitingTold = true;
            waiting.ifPresent(me -> tell(Told.waiting(me, answer)));
            tellFound();
        }
    }

    private void tellFound() {
        found.forEach(ours -> tell(Told.candidate(ours)));
        found.clear();
    }

    @Override
    public void offered(String offer) {
        offering.ifPresent(Timer::cancel);
        offering = Optional.of(seats.loop().after(ANSWER_NS, () -> unanswered(Cause.TIMEOUT)));
        tell(Told.offer(offer));
    }

    private void unanswered(Cause why) {
        if (answersNow()) {
            party.onOfferRefused(why);
        }
    }

    /** Whether an offer of ours waited; it waits no longer. */
    private boolean answersNow() {
        Optional<Timer> waited = offering;
        offering = Optional.empty();
        waited.ifPresent(Timer::cancel);
        return waited.isPresent();
    }

    @Override
    public void accepted(String sdp) {
        if (coming) {
            answer = Optional.of(sdp);
        } else {
            tell(Told.answer(sdp));
        }
    }

    /** It makes no sense before the answer: it waits for that. */
    @Override
    public void found(Ice.Candidate ours) {
        if (welcomed || waitingTold) {
            tell(Told.candidate(ours));
        } else {
            found.add(ours);
        }
    }

    @Override
    public void refused(Cause why) {
        tell(Told.offerRefused(why));
    }

    @Override
    public boolean asked(boolean wrong, boolean optional) {
        tell(Told.pin(wrong, optional));
        return true;
    }

    @Override
    public void wrote(ChatMessage line) {
        tell(Told.chat(line));
    }

    @Override
    public void replied(Saying words) {
        tell(Told.keyReply(words));
    }

    @Override
    public void unwritten(ChatOutcome why) {
        String cause = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
        tell(Told.error("chat", cause, "the line was not taken: " + cause.replace('-', ' ')));
    }

    @Override
    public void ended(Cause why) {
        dismiss(Told.ended(why));
    }

    private void dismiss(String lastWords) {
        over = true;
        leaving.ifPresent(Timer::cancel);
        answersNow();
        seats.remove(this);
        Optional<Connection> last = line;
        line = Optional.empty();
        last.ifPresent(one -> one.end(lastWords));
    }

    // Facts of rooms.

    /** It waits at the door of a room. */
    void onWaiting(Participant me) {
        waiting = Optional.of(me);
    }

    /** Something of itself is not as before: who becomes a host is told who knocks. */
    void onChanged(Participant me) {
        boolean now = Told.isHost(me);
        if (now && !hosts) {
            me.room().waiting().stream()
                    .filter(one -> one.presence() == Presence.KNOCKS)
                    .forEach(one -> tell(Told.about("participant-waiting", one)));
        }
        hosts = now;
    }

    /** It is in that room now; before it was in none, or in another. */
    void onRoom(Participant me) {
        boolean first = participant == null;
        participant = me;
        hosts = Told.isHost(me);
        chatFrom = me.room().lastChat();
        if (first && !welcomed) {
            welcome();
        } else { // or comes from the reception, where it was welcomed already
            movedAway |= line.isEmpty();
            tell(Told.moved(me));
        }
    }

    private void welcome() {
        if (!welcomed && !over) {
            welcomed = true;
            tell(Told.seated("joined", seated(), present()));
            tellFound();
        }
    }

    private Told.Seated seated() {
        Optional<String> owed = answer;
        answer = Optional.empty();
        return new Told.Seated(owed, key, party.id());
    }

    // The line.

    /** It comes back by another line, with an offer where media is to be found anew; lines written after that one come again. */
    void resume(Connection other, Optional<MediaDescription> offer, long after) {
        leaving.ifPresent(Timer::cancel);
        leaving = Optional.empty();
        line.filter(old -> old != other).ifPresent(old -> old.replaced());
        line = Optional.of(other);
        log.atInfo().addKeyValue("call", id()).log("back in its seat");
        offer.ifPresent(this::findAnew);
        if (offer.isPresent() && answer.isEmpty()) {
            leave(Cause.GONE); // it may join anew
        }
        if (!over) {
            tell(Told.seated("resumed", seated(), present()));
            long seen = movedAway ? chatFrom : Math.max(after, chatFrom); // lines are numbered by room
            movedAway = false;
            present().ifPresent(me -> me.room().chatAfter(seen).forEach(line -> tell(Told.chat(line))));
        }
    }

    /** What was on its way to the old line, an offer of ours too, is void. */
    private void findAnew(MediaDescription offer) {
        unanswered(Cause.GLARE);
        coming = true;
        party.onOffer(offer);
        coming = false;
    }

    /** Its line is closed: at once where that was meant, else when it has not come back for half a minute. */
    void onClosed(Connection closed, boolean meant) {
        if (over || line.filter(one -> one == closed).isEmpty()) {
            return;
        }
        line = Optional.empty();
        if (meant || !welcomed) { // who was not told of its seat cannot come back to it
            leave(Cause.NORMAL);
            return;
        }
        log.atInfo().addKeyValue("call", id()).log("its line went dead; the seat is kept for a while");
        leaving.ifPresent(Timer::cancel);
        leaving = Optional.of(seats.loop().after(KEPT_NS, () -> leave(Cause.GONE)));
    }

    private void leave(Cause why) {
        if (over) {
            return;
        }
        leg.over();
        dismiss(Told.ended(why));
        party.onEnded(why);
    }

    // What the browser says.

    void onFrame(Frame frame) throws Frame.Unreadable {
        if (TOLD_TO_ALL.contains(frame.type())
                && !changes.pass(seats.loop().clock().nowNs())) {
            tell(Told.error(frame.type(), "too-fast", "that often nobody else can follow"));
            return;
        }
        switch (frame.type()) {
            case "pong" -> {}
            case "leave" -> leave(Cause.NORMAL);
            case "pin" -> party.onPin(frame.needed("pin", RoomProtocol.LONGEST_PIN));
            case "offer" -> onOffer(Connection.description(frame, "offer"));
            case "answer" -> onAnswer(Connection.description(frame, "answer"));
            case "candidate" -> frame.candidate().flatMap(SdpIce::candidate).ifPresent(party::onCandidate);
            case "chat" -> party.onMessage(frame.needed("text", RoomProtocol.LONGEST_CHAT));
            case "key" -> key(frame.needed("key", 1));
            default -> inRoom(frame);
        }
    }

    private void onOffer(MediaDescription offer) {
        if (offering.isPresent()) {
            tell(Told.error("offer", "glare", Cause.GLARE.words()));
        } else {
            party.onOffer(offer);
        }
    }

    private void onAnswer(MediaDescription description) {
        if (answersNow()) {
            party.onAnswer(description);
        }
    }

    private void key(String key) throws Frame.Unreadable {
        char digit = Character.toUpperCase(key.charAt(0));
        if ("0123456789*#ABCD".indexOf(digit) < 0) {
            throw new Frame.Unreadable("'key' is one of 0-9 * # A-D");
        }
        party.onDigit(digit, KEY_MS);
    }

    private static final int KEY_MS = 200;

    private void inRoom(Frame frame) throws Frame.Unreadable {
        Optional<Participant> here = present();
        if (here.isEmpty()) {
            throw new Frame.Unreadable("'" + frame.type() + "' is for rooms, or unknown");
        }
        Participant me = here.get();
        switch (frame.type()) {
            case "mute" -> me.muteItself(frame.flag("muted"));
            case "hand" -> me.raiseHand(frame.flag("raised"));
            case "rename" -> me.rename(Connection.name(frame.needed("name", Connection.LONGEST_NAME)));
            default -> asHost(me, frame);
        }
    }

    private void asHost(Participant me, Frame frame) throws Frame.Unreadable {
        HostOrder order = HostOrder.of(frame);
        if (!Told.isHost(me)) {
            tell(Told.error(frame.type(), "forbidden", "that is for hosts"));
        } else if (!order.run(me.room())) {
            tell(Told.error(frame.type(), "not-found", "nobody here is that"));
        }
    }
}
