package tandem.call;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Timer;
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

    /** Finds who is meant and dials; the id under which the call is in the book, or will be. */
    String send(Route.Outward to) {
        room.expects();
        calls.targets().find(to, Optional.empty(), found -> {
            switch (found) {
                case Targets.Found.Dial dial -> dial(dial.targets().getFirst());
                case Targets.Found.Nobody nobody -> fail(address(to), nobody.why());
            }
        });
        return id;
    }

    private static String address(Route.Outward to) {
        return switch (to) {
            case Route.ToAddress address -> address.address();
            case Route.ToTrunk trunk -> trunk.number();
            case Route.ToDevice device -> device.device();
        };
    }

    private void fail(String address, Cause why) {
        log.atInfo().addKeyValue("call", id).log("not dialled from room {}: {}", room.name(), why.words());
        room.expectsNoLonger();
        calls.stillborn(entry(Protocol.SIP, address), why);
    }

    private CallEntry entry(Protocol protocol, String address) {
        CallEntry entry =
                new CallEntry(id, Way.OUTBOUND, protocol, address, calls.loop().clock());
        entry.onRoom(room.name());
        return entry;
    }

    private void dial(Target target) {
        if (calls.draining() || room.closed()) {
            fail(target.address(), calls.draining() ? Cause.SHUTDOWN : Cause.ROOM_ENDED);
            return;
        }
        Party party = calls.outbound(id);
        MediaTerms terms = target.terms().withDirection(Direction.SENDRECV);
        party.media().terms(terms);
        if (calls.active() >= calls.settings().maxCalls()
                || !party.media().open(calls.desk(), target.peer(), Optional.of(room.mix()))) {
            fail(target.address(), Cause.OVERLOADED);
            return;
        }
        long ringNs = target.ring().orElse(calls.settings().times().ring()).toNanos();
        Timer ringing = calls.loop().after(ringNs, () -> party.end(Cause.NO_ANSWER));
        party.become(new DialledOut(room, ringing, dtmf));
        Outgoing outgoing = new Outgoing(
                id,
                target.address(),
                target.callerUser().orElse(room.name()),
                room.settings().title(),
                party.media().offer(terms),
                Map.of(),
                Optional.empty());
        party.guarded(() -> {
            Leg leg = target.door().dial(outgoing, party);
            party.dialled(leg, Addresses.user(target.address()));
            calls.begin(entry(leg.facts().protocol(), target.address()), party);
        });
    }
}
