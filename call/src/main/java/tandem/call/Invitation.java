package tandem.call;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Direction;
import tandem.media.MediaTerms;

/** A call out of a room. The room stays open for it. */
final class Invitation {
    private static final Logger log = LoggerFactory.getLogger(Invitation.class);

    private final Calls calls;
    private final Room room;
    private final String id;
    private final String dtmf;

    Invitation(Calls calls, Room room, String id, String dtmf) {
        this.calls = calls;
        this.room = room;
        this.id = id;
        this.dtmf = dtmf;
    }

    /** Finds who is meant and dials; the id under which the call is in the book from now on. */
    String send(Route.Outward to) {
        room.expects();
        Party party = calls.outbound(id);
        party.become(new DialledOut(room, dtmf));
        CallEntry entry = new CallEntry(
                id, Way.OUTBOUND, Protocol.SIP, address(to), calls.loop().clock());
        entry.onRoom(room.name());
        calls.begin(entry, party);
        log.atInfo().addKeyValue("call", id).log("called out of room {}: {}", room.name(), entry.dialled());
        party.guarded(() -> calls.targets()
                .find(
                        to,
                        Optional.empty(),
                        found -> party.guarded(() -> {
                            switch (found) {
                                case Targets.Found.Dial dial ->
                                    dial(party, dial.targets().getFirst());
                                case Targets.Found.Nobody nobody -> party.end(nobody.why());
                            }
                        })));
        return id;
    }

    private static String address(Route.Outward to) {
        return switch (to) {
            case Route.ToAddress address -> address.address();
            case Route.ToTrunk trunk -> trunk.number();
            case Route.ToDevice device -> device.device();
        };
    }

    private void dial(Party party, Target target) {
        MediaTerms terms = target.terms().withDirection(Direction.SENDRECV);
        party.media().terms(terms);
        if (calls.draining()) {
            party.end(Cause.SHUTDOWN);
        } else if (room.closed()) {
            party.end(Cause.ROOM_ENDED);
        } else if (calls.active() > calls.settings().maxCalls()
                || !party.media().open(calls.desk(), target.peer(), Optional.of(room.mix()))) {
            party.end(Cause.OVERLOADED);
        } else {
            long ringMs = target.ring().orElse(calls.settings().times().ring()).toMillis();
            party.after(ringMs, () -> party.end(Cause.NO_ANSWER));
            Outgoing outgoing = new Outgoing(
                    id,
                    target.address(),
                    target.callerUser().orElse(room.name()),
                    room.settings().title(),
                    party.media().offer(terms),
                    Map.of(),
                    Optional.empty());
            party.dialled(target.door().dial(outgoing, party), Addresses.user(target.address()));
            calls.changed(party.entry());
        }
    }
}
