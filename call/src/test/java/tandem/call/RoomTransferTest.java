package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.Direction;
import tandem.media.MediaDescription;

/** Into rooms and out of them, by whoever one talks with and by order. */
class RoomTransferTest extends TransferScene {
    @Test
    void theOtherIsPutIntoARoom() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        String id = call(ann).id();
        asks(ann, "1000");
        assertEquals(List.of("trying", "done"), asker.told);
        assertEquals(List.of("offer SENDRECV [OPUS, G722, PCMA, PCMU]"), ben.heard());
        ben.answersOffer(PCMU);
        assertEquals("mix 1000", session(ben).flow);
        assertEquals(id, board.participant("1000", 0).id());
        assertFalse(board.participant("1000", 0).held());
        assertEquals(Optional.of("1000"), call(ben).room());
        ann.ends(Cause.NORMAL);
        assertFalse(ben.over());
    }

    @Test
    void whoIsInARoomIsToldThatItTalksWithAConference() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "1000");
        assertFalse(ann.answeredAsFocus);
        assertTrue(ben.focus);
        FakeLeg carl = arrive("sip:carl@x", "1000");
        assertTrue(carl.answeredAsFocus);
        assertFalse(arrive("sip:dan@x", "9196").answeredAsFocus);
        board.setUp.put("1258", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        FakeLeg eve = arrive("sip:eve@x", "1258");
        assertFalse(eve.answeredAsFocus, "not before it is in");
        eve.presses("2580#");
        assertTrue(eve.focus);
        board.calls.transfer(board.participant("1000", 1).id(), Calls.Which.CALLER, new Route.Echo());
        assertFalse(carl.focus, "out of the room");
    }

    @Test
    void aRoomThatTakesNobodyLeavesTheCallAsItWas() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        board.setUp.put("1001", RoomSettings.OPEN.withMaxParticipants(0));
        board.setUp.put("1002", RoomSettings.OPEN.withLocked(true));
        asks(ann, "1001");
        asks(ann, "1002");
        asks(ann, "2000");
        assertEquals(List.of("failed ROOM_FULL", "failed ROOM_LOCKED", "failed NOT_FOUND"), asker.told);
        assertTrue(together(ann, ben));
    }

    @Test
    void whoIsTransferredToALockedRoomWithALobbyKnocks() {
        FakeLeg ann = up("sip:ann@x");
        board.setUp.put("1002", RoomSettings.OPEN.withLocked(true).withLobby(Lobby.GUESTS));
        asks(ann, "1002");
        assertEquals(1, board.calls.room("1002").orElseThrow().waiting().size());
    }

    @Test
    void theCallByWhichSomebodyIsCalledInBelongsToTheOneThatAskedForIt() {
        FakeLeg ann = arrive("sip:ann@x", "1000");
        String asks = call(ann).id();
        asks(ann, "b");
        board.out().answers(PCMU);
        board.loop.runPosted();
        String came = call(board.out()).id();
        assertEquals(
                List.of(new CallRecord.Link(CallRecord.Link.Kind.TRANSFERRED_TO, came)),
                board.calls.call(asks).orElseThrow().links());
        assertEquals(
                List.of(new CallRecord.Link(CallRecord.Link.Kind.TRANSFERRED_FROM, asks)),
                board.calls.call(came).orElseThrow().links());
    }

    @Test
    void aGuestBringsNobodyIntoARoomThatIsLocked() {
        FakeLeg ann = arrive("sip:ann@x", "1000");
        FakeLeg ben = arrive("sip:ben@x", "1000");
        board.calls.room("1000").orElseThrow().lock(true);
        asks(ben, "b");
        assertEquals(List.of("failed ROOM_LOCKED"), asker.told);
        assertEquals(0, board.dialled.size());
        asks(ann, "b"); // the host
        assertEquals("trying", asker.told.getLast());
        assertEquals(1, board.dialled.size());
    }

    @Test
    void nobodyIsBroughtIntoARoomThatIsFull() {
        board.setUp.put("1001", RoomSettings.OPEN.withMaxParticipants(1));
        FakeLeg ann = arrive("sip:ann@x", "1001");
        asks(ann, "b");
        assertEquals(List.of("failed ROOM_FULL"), asker.told);
        assertEquals(0, board.dialled.size());
    }

    @Test
    void anothersPlaceLeadsPastNoPin() {
        board.setUp.put("1258", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        FakeLeg ann = arrive("sip:ann@x", "1258");
        ann.presses("2580#");
        board.source = "10.0.0.9";
        FakeLeg eve = arriveInstead("sip:eve@x", "1258", ann, PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), eve.cause);
        assertFalse(ann.over());
    }

    @Test
    void whoIsPutIntoARoomWithAPinIsAskedForIt() {
        board.setUp.put("1258", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(ann, "1258");
        assertEquals("done", asker.told.getLast());
        assertEquals(List.of("-", "enter-pin"), session(ben).said());
        ben.presses("2580#");
        assertEquals("mix 1258", session(ben).flow);
    }

    @Test
    void aPinThatCameWithTheWishOpensTheRoom() {
        board.setUp.put("1258", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        ann.events.onTransfer(new Transfer("1258", "host", Optional.of("2580"), Optional.empty(), Map.of(), asker));
        assertEquals("mix 1258", session(ben).flow);
    }

    @Test
    void oneInARoomHasSomebodyCalledInAndStaysUntilItLeaves() {
        FakeLeg ann = arrive("sip:ann@x", "1000");
        FakeLeg ben = arrive("sip:ben@x", "1000");
        ann.events.onTransfer(new Transfer(
                "b", "host", Optional.empty(), Optional.empty(), Map.of("Referred-By", "<sip:ann@x>"), asker));
        assertEquals(
                Map.of("Referred-By", "<sip:ann@x>"), board.outgoing.getLast().carried());
        board.out().rings(MediaDescription.EMPTY);
        board.out().answers(PCMU);
        assertEquals(List.of("trying", "ringing", "done"), asker.told);
        assertEquals(3, board.calls.room("1000").orElseThrow().participants().size());
        assertFalse(ann.over());
        assertFalse(ben.over());
        asks(ann, "1001");
        assertEquals("failed FORBIDDEN", asker.told.getLast(), "in another room is nobody to be called");
        asks(ann, "900");
        assertEquals("failed NOT_FOUND", asker.told.getLast());
        asks(ann, "b");
        board.out().ends(Cause.BUSY);
        assertEquals("failed BUSY", asker.told.getLast());
    }

    @Test
    void aParticipantIsPutThroughToAPhoneByOrder() {
        FakeLeg ann = arrive("sip:ann@x", "1000");
        FakeLeg ben = arrive("sip:ben@x", "1000");
        settle(ann, ben);
        String id = call(ben).id();
        assertEquals(Optional.empty(), order(id, "sip:b@host"));
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
        board.out().rings(MediaDescription.EMPTY);
        board.out().answers(PCMU);
        assertTrue(together(ben, board.out()));
        assertEquals(2, board.calls.call(id).orElseThrow().legs().size());
        board.out().ends(Cause.NORMAL);
        assertTrue(ben.over());
        assertFalse(ann.over());
    }

    @Test
    void whoHoldsIsNotHeardInTheRoomItIsPutInto() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        ben.offers(Media.audio(Direction.SENDONLY, AudioCodec.PCMU));
        ann.answersOffer(Media.audio(Direction.RECVONLY, AudioCodec.PCMU));
        settle(ann, ben);
        board.calls.transfer(call(ann).id(), Calls.Which.CALLED, new Route.ToRoom("1000"));
        board.loop.runPosted();
        assertEquals("mix 1000", session(ben).flow);
        assertTrue(board.participant("1000", 0).held());
        assertTrue(session(ben).muted, "its music is not for the room");
        ben.offers(PCMU);
        assertFalse(board.participant("1000", 0).held());
        assertFalse(session(ben).muted);
    }

    private Optional<Cause> order(String id, String to) {
        return board.calls.transfer(id, Calls.Which.CALLER, new Route.ToAddress(to, Optional.empty()));
    }

    @Test
    void aParticipantWhosePhoneDoesNotAnswerIsInTheRoomAgain() {
        FakeLeg ben = arrive("sip:ben@x", "1000");
        Participant participant = board.participant("1000", 0);
        participant.mute(true);
        assertEquals(Optional.empty(), order(participant.id(), "sip:b@host"));
        board.loop.advanceMs(60_000);
        assertTrue(board.calls.room("1000").isPresent(), "the room waits for it");
        board.out().ends(Cause.NO_ANSWER);
        assertEquals("mix 1000", session(ben).flow);
        assertTrue(board.participant("1000", 0).muted());
        assertEquals(Role.HOST, board.participant("1000", 0).role());
    }

    @Test
    void oneOfTwoIsPutThroughByOrderAndTheOtherHungUpOn() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        String id = call(ann).id();
        assertEquals(Optional.empty(), board.calls.transfer(id, Calls.Which.CALLED, new Route.ToRoom("1000")));
        assertEquals("mix 1000", session(ben).flow);
        board.loop.advanceMs(4_100);
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        assertEquals(Optional.of(Cause.GONE), order("nobody", "sip:b@host"));
        assertEquals(Optional.of(Cause.GONE), board.calls.transfer(id, Calls.Which.CALLED, new Route.ToRoom("1000")));
    }

    @Test
    void aPartyThatSeesItsRoomOnAScreenIsNotPutThrough() {
        board.shows = true;
        arrive("sip:ben@x", "1000");
        assertEquals(
                Optional.of(Cause.FORBIDDEN), order(board.participant("1000", 0).id(), "sip:b@host"));
    }
}
