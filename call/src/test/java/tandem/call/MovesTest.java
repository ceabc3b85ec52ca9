package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** A called party that says where it is to be had instead. */
class MovesTest {
    private static final MediaDescription PCMU = Media.audio(AudioCodec.PCMU);

    private final Switchboard board = new Switchboard();

    private FakeLeg dialled() {
        return board.arrive("b", PCMU);
    }

    private static Moved ours(String number) {
        return new Moved("sip:" + number + "@us", number, "us", true);
    }

    private static Moved away(String address) {
        return new Moved(address, Addresses.user(address), Addresses.host(address), false);
    }

    private void moves(Moved... where) {
        FakeLeg leg = board.out();
        leg.events.onMoved(List.of(where));
        leg.ends(Cause.MOVED);
        board.loop.runPosted();
    }

    private String lastRoute() {
        return board.looked.getLast().toString();
    }

    @Test
    void aNumberOfOursIsDialledWithTheCallersRights() {
        FakeLeg ann = dialled();
        board.out().rings(MediaDescription.EMPTY);
        moves(ours("b2"));
        assertEquals(2, board.dialled.size());
        assertEquals(List.of(new Diverted("b", true)), board.outgoing.getLast().diverted());
        board.out().answers(PCMU);
        assertFalse(ann.over());
        assertEquals(3, board.calls.calls().getFirst().legs().size());
    }

    @Test
    void aRoomOfOursIsEntered() {
        FakeLeg ann = dialled();
        moves(ours("1000"));
        assertEquals("answer SENDRECV [PCMU]", ann.heard().getLast());
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void whereTheCallerMayNotDialItIsNotTaken() {
        FakeLeg ann = dialled();
        moves(ours("900"), away("sip:b@elsewhere"));
        assertEquals(1, board.dialled.size());
        assertEquals(Optional.of(Cause.MOVED), ann.cause);
        assertEquals("moved to where this caller may not call", Cause.MOVED.words());
    }

    @Test
    void theSameHostIsFollowedAndAnotherWhereThePlanLeadsThere() {
        dialled(); // to sip:b@host
        moves(away("sip:c@HOST:5080;transport=tcp"));
        assertEquals("ToAddress[address=sip:c@HOST:5080;transport=tcp, ring=Optional.empty]", lastRoute());
        moves(away("sip:bx@host"));
        assertEquals(3, board.dialled.size());
    }

    @Test
    void whatOneOfSeveralSaysIsJudgedByItsOwnHost() {
        Moves moves = new Moves("b");
        moves.calling("sip:one@h1");
        moves.calling("sip:two@h2");
        moves.told("sip:one@h1", Optional.empty(), List.of(away("sip:toll@h2")));
        Route.Outward route = new Route.ToAddress("sip:one@h1", Optional.empty());
        DialPlan nothing = arrival -> new Route.Refuse(Cause.NOT_FOUND);
        assertEquals(Optional.empty(), moves.next(nothing, Optional.of(board.caller("b")), route, _ -> {}));
        moves.told("sip:two@h2", Optional.empty(), List.of(away("sip:three@h2")));
        assertTrue(moves.next(nothing, Optional.of(board.caller("b")), route, _ -> {})
                .isPresent());
    }

    @Test
    void whereADeviceSendsItsCallsIsForThePlanToSay() {
        Moves moves = new Moves("101");
        moves.calling("sip:101@h1");
        moves.told("sip:101@h1", Optional.empty(), List.of(away("sip:toll@h1")));
        Route.Outward device = new Route.ToDevice("101", Optional.empty(), Optional.empty());
        DialPlan nothing = arrival -> new Route.Refuse(Cause.NOT_FOUND);
        assertEquals(Optional.empty(), moves.next(nothing, Optional.of(board.caller("b")), device, _ -> {}));
    }

    @Test
    void whatTheTrunkNamesGoesOverTheTrunk() {
        board.trunk = true;
        dialled();
        moves(away("sip:777@host"));
        assertEquals("ToTrunk[trunk=t, number=777, others=[]]", lastRoute());
        board.out().trunk = Optional.of("u"); // it went on to this one when t failed
        moves(away("sip:778@host"));
        assertEquals("ToTrunk[trunk=u, number=778, others=[]]", lastRoute());
    }

    @Test
    void theFirstThatCanBeHadIsTakenInTheirOrder() {
        FakeLeg ann = dialled();
        moves(ours("900"), ours("b2"), ours("b3"));
        board.out().ends(Cause.UNREACHABLE);
        assertEquals(3, board.dialled.size());
        board.out().ends(Cause.BUSY);
        assertEquals(Optional.of(Cause.BUSY), ann.cause);
    }

    @Test
    void itEndsSomewhere() {
        FakeLeg ann = dialled();
        moves(ours("b"));
        assertEquals(Optional.of(Cause.MOVED), ann.cause, "back to where it came from");
        FakeLeg ben = dialled();
        int before = board.dialled.size();
        for (int i = 0; i < 10 && !ben.over(); i++) {
            moves(ours("b" + i));
        }
        assertEquals(Optional.of(Cause.MOVED), ben.cause);
        assertEquals(before + 5, board.dialled.size());
    }

    @Test
    void aTransferFollowsToo() {
        board.peer = "10.0.0.2";
        board.found = new Targets.Found.Dial(List.of(board.target("sip:b@host")));
        FakeLeg ann = dialled();
        board.out().answers(PCMU);
        FakeLeg ben = board.out();
        ann.events.onTransfer(
                new Transfer("b9", "", Optional.empty(), Optional.empty(), java.util.Map.of(), Transfer.NOBODY));
        moves(ours("1000"));
        assertTrue(!ben.over());
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }
}
