package tandem.call;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaTerms;

/** A call out of a room: of all who are rung for it the first that answers comes in. The room stays open for it. */
final class Invitation implements Ringing.Dials {
    private static final Logger log = LoggerFactory.getLogger(Invitation.class);

    /** Who hangs up so hangs up on all that are rung, and wants no other. */
    private static final Set<Cause> CALLED_OFF =
            EnumSet.of(Cause.REMOVED, Cause.CANCELLED, Cause.ROOM_ENDED, Cause.ROOM_FULL, Cause.SHUTDOWN);

    private final Calls calls;
    private final Room room;
    private final String id;
    private final String number;
    private final Terms terms;
    private final CallEntry entry;
    private final Moves moves;
    private final Ringing ringing;
    private Route.Outward route;
    private Route.Outward leads;
    private Optional<Party> undialled = Optional.empty(); // stands for the call in the book while nobody is rung
    private boolean over;

    /**
     * How somebody is called in.
     *
     * @param role in the room
     * @param dtmf digits sent after the answer
     * @param outcome who is told what became of it
     * @param rights whose wish it is, where it is that of somebody in the room
     */
    record Terms(Role role, String dtmf, Outcome outcome, Optional<Arrival> rights) {}

    /** Told what became of an invitation. */
    interface Outcome {
        /** Nobody is told. */
        Outcome UNTOLD = new Outcome() {
            @Override
            public void onCame(Participant participant) {}

            @Override
            public void onFailed(Cause why) {}
        };

        /** It rings there. */
        default void onRinging() {}

        /** It has come into the room. */
        void onCame(Participant participant);

        /** It will not come. */
        void onFailed(Cause why);
    }

    /** Of that id, into that room, of whom the route leads to. */
    Invitation(Calls calls, Room room, String id, Route.Outward to, Terms terms) {
        this.calls = calls;
        this.room = room;
        this.id = id;
        this.number = number(to);
        this.terms = terms;
        this.route = to;
        this.leads = to;
        this.moves = new Moves(number(to));
        this.ringing = new Ringing(calls, this);
        this.entry = new CallEntry(
                id,
                Way.OUTBOUND,
                Protocol.SIP,
                CallRecord.Caller.room(room.name()),
                address(to),
                calls.loop().clock());
        entry.onRoom(room.name());
    }

    private static String address(Route.Outward to) {
        return switch (to) {
            case Route.ToAddress address -> address.address();
            case Route.ToTrunk trunk -> trunk.number();
            case Route.ToDevice device -> String.join(", ", device.devices());
        };
    }

    private static String number(Route.Outward to) {
        return to instanceof Route.ToDevice device ? device.devices().getFirst() : Addresses.user(address(to));
    }

    /** Finds who is meant and dials. */
    void send() {
        room.invites(this);
        Party party = newcomer();
        calls.begin(entry, party);
        undialled = Optional.of(party);
        log.atInfo().addKeyValue("call", id).log("called out of room {}: {}", room.name(), entry.dialled());
        room.events().onCalling(room, id, number, /* rings= */ false);
        look(party);
    }

    private Party newcomer() {
        Party party = calls.outbound(id);
        party.become(new DialledOut(this));
        return party;
    }

    private Party newcomerInTheBook() {
        Party party = newcomer();
        entry.owner(party);
        party.entry(entry);
        return party;
    }

    private void look(Party waits) {
        waits.guarded(() -> calls.targets().find(leads, terms.rights(), found -> waits.guarded(() -> onFound(found))));
    }

    private void onFound(Targets.Found found) {
        refusal().ifPresentOrElse(this::end, () -> ringing.begin(found));
    }

    private Optional<Cause> refusal() {
        if (calls.draining()) {
            return Optional.of(Cause.SHUTDOWN);
        }
        if (room.closed()) {
            return Optional.of(Cause.ROOM_ENDED);
        }
        return calls.active() > calls.settings().maxCalls() ? Optional.of(Cause.OVERLOADED) : Optional.empty();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<Duration> ring() {
        return leads.ring();
    }

    @Override
    public Optional<Party> open(Target target) {
        Party party = undialled.orElseGet(this::newcomerInTheBook);
        boolean open = refusal().isEmpty()
                && party.media().open(calls.desk(), target.peer(), target.offers(), Optional.of(room.mix()));
        undialled = open ? Optional.empty() : Optional.of(party);
        return undialled.isPresent() ? Optional.empty() : Optional.of(party);
    }

    @Override
    public void dial(Party party, Target target, boolean alone) {
        MediaTerms media = target.terms().withDirection(Direction.SENDRECV);
        party.media().terms(media);
        moves.calling(target.address());
        Outgoing outgoing = new Outgoing(
                id,
                target.address(),
                target.callerUser().orElse(room.name()),
                room.settings().title(),
                target.offers() ? MediaDescription.EMPTY : party.media().offer(media),
                terms.rights().map(Arrival::carried).orElse(Map.of()),
                moves.diverted(),
                Optional.empty());
        party.expected(target.arrival(id));
        party.dialled(target.door().dial(outgoing, party), target.name());
        party.leg().focus(true);
        calls.changed(entry);
    }

    /** It rings there. */
    void onRinging(Party party) {
        if (ringing.has(party)) {
            moves.rings();
            if (ringing.firstToRing()) {
                room.events().onCalling(room, id, number, /* rings= */ true);
                terms.outcome().onRinging();
            }
        }
    }

    /** That party is to be had elsewhere. */
    void onMoved(Party party, List<Moved> where) {
        if (ringing.has(party)) {
            moves.told(party.arrival().from(), party.leg().trunk(), where);
        }
    }

    /** That party took the call: it is in the room, and the others need ring no longer. */
    void onAnswered(Party party, MediaDescription remote) {
        if (room.closed() || room.full()) {
            party.end(room.closed() ? Cause.ROOM_ENDED : Cause.ROOM_FULL);
            return;
        }
        if (!party.media().agree(remote)) {
            party.end(Cause.MEDIA_REFUSED);
            return;
        }
        over = true;
        entry.owner(party);
        ringing.takenBy(party);
        undialled.ifPresent(waits -> waits.end(Cause.ANSWERED_ELSEWHERE));
        entry.onAnswered();
        Participant participant = room.join(party, terms.role());
        room.invitesNoLonger(this);
        room.events().onCallingOver(room, id, number, Optional.empty());
        terms.outcome().onCame(participant);
        PostDial.send(party, terms.dtmf());
        calls.changed(entry);
    }

    /** That party will not come; perhaps another does. */
    void onOver(Party party, Cause why) {
        boolean rang = ringing.left(party);
        if (over) {
            return;
        }
        entry.owner(ringing.any().orElse(party)); // the last one's end is the call's
        if (!rang || CALLED_OFF.contains(why)) {
            end(why);
        } else {
            ringing.onFailed(why);
        }
    }

    @Override
    public void failed(Cause why) {
        Optional<Route> moved = why == Cause.MOVED || Ringing.TRY_NEXT.contains(why)
                ? moves.next(this::outward, terms.rights(), leads, this::decided)
                : Optional.empty();
        if (moved.isPresent() && moved.get() instanceof Route.Outward outward) {
            goOn(outward);
        } else if (otherwise().isPresent() && otherwise().get() instanceof Route.Outward outward) {
            decided(why.words() + ": goes the other way of the dial plan");
            route = outward;
            goOn(outward);
        } else {
            end(why);
        }
    }

    /** Who is invited into a room is called, and not put anywhere else. */
    private Route outward(Arrival arrival) {
        Route planned = calls.settings().plan().route(arrival);
        return planned instanceof Route.Outward ? planned : new Route.Refuse(Cause.MOVED);
    }

    private Optional<Route> otherwise() {
        return route instanceof Route.ToDevice device ? device.otherwise() : Optional.empty();
    }

    private void goOn(Route.Outward to) {
        leads = to;
        Party party = undialled.orElseGet(this::newcomerInTheBook);
        undialled = Optional.of(party);
        look(party);
    }

    private void decided(String words) {
        calls.decided(id, Decision.About.DIALLING, () -> List.of(words));
    }

    /** The conference is over: nobody is to come any more. */
    void callOff() {
        if (!over) {
            end(Cause.ROOM_ENDED);
        }
    }

    private void end(Cause why) {
        over = true;
        entry.failed(why);
        ringing.giveUp(why);
        undialled.ifPresent(waits -> waits.end(why));
        room.events().onCallingOver(room, id, number, Optional.of(why));
        terms.outcome().onFailed(why);
        room.invitesNoLonger(this);
    }
}
