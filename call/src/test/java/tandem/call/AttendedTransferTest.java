package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

/** Two calls of one party become one; and whoever arrives in another's place, or picks up for it. */
class AttendedTransferTest extends TransferScene {
    @Test
    void theTwoFarSidesAreJoinedAndTheAskersTwoEnded() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg annAgain = up("sip:ann@x");
        FakeLeg carl = board.out();
        String first = call(ann).id();
        String second = call(annAgain).id();
        asks(ann, annAgain);
        assertEquals(List.of("trying", "done"), asker.told);
        assertTrue(together(ben, carl));
        assertEquals(Optional.of(Cause.TRANSFERRED), annAgain.cause);
        assertFalse(ann.over());
        ann.ends(Cause.NORMAL);
        assertEquals(
                CallRecord.State.ENDED, board.calls.call(second).orElseThrow().state());
        assertEquals(
                Optional.of(Cause.TRANSFERRED),
                board.calls.call(second).orElseThrow().cause());
        assertEquals(
                List.of("sip:b@host TRANSFERRED", "sip:ann@x TRANSFERRED"),
                causes(board.calls.call(second).orElseThrow()));
        assertEquals(List.of(second + " -> " + first), board.joined);
        assertEquals(1, board.calls.active());
        carl.ends(Cause.NORMAL);
        assertTrue(ben.over());
        assertEquals(
                List.of("sip:ann@x TRANSFERRED", "sip:b@host NORMAL", "sip:b@host NORMAL"),
                causes(board.calls.call(first).orElseThrow()));
        assertEquals(0, board.calls.active());
    }

    @Test
    void bothWereHeldAndBothAreOfferedToHearEachOther() {
        FakeLeg ann = holding("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg annAgain = holding("sip:ann@x");
        FakeLeg carl = board.out();
        asks(ann, annAgain);
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA]"), carl.heard());
        carl.answersOffer(PCMU);
        assertEquals(List.of("offer SENDRECV [PCMU, OPUS, G722, PCMA]"), ben.heard());
        ben.answersOffer(PCMU);
        assertEquals(List.of(), carl.heard());
    }

    @Test
    void theCallThatIsJoinedMustBeTheAskersOwn() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        board.source = "127.0.0.2";
        FakeLeg other = up("sip:dan@x");
        asks(ann, other);
        asks(ann, ann);
        assertEquals(List.of("failed FORBIDDEN", "failed GONE"), asker.told);
        assertTrue(together(ann, ben));
        FakeLeg gone = up("sip:ann@x");
        gone.ends(Cause.NORMAL);
        asks(ann, gone);
        assertEquals("failed GONE", asker.told.getLast());
    }

    @Test
    void whereTheSecondCallStillRingsTheOtherRingsThereInstead() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg annAgain = arrive("sip:ann@x", "b");
        FakeLeg ringing = board.out();
        ringing.rings(MediaDescription.EMPTY);
        asks(ann, annAgain);
        assertEquals(Optional.of(Cause.TRANSFERRED), annAgain.cause);
        assertTrue(ringing.over());
        board.out().answers(PCMU);
        assertTrue(together(ben, board.out()));
        assertEquals(List.of("trying", "done"), asker.told);
    }

    @Test
    void theOtherComesIntoTheRoomInTheAskersPlace() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg annInRoom = arrive("sip:ann@x", "1000");
        FakeLeg dan = arrive("sip:dan@x", "1000");
        asks(ann, annInRoom);
        assertEquals(List.of("trying", "done"), asker.told);
        assertEquals("mix 1000", session(ben).flow);
        assertEquals(Optional.of(Cause.TRANSFERRED), annInRoom.cause);
        assertEquals(2, board.calls.room("1000").orElseThrow().participants().size());
        assertFalse(dan.over());
    }

    private void waitsForHost(String room) {
        board.setUp.put(room, RoomSettings.OPEN.withPins(Optional.empty(), Optional.of("9999"), Optional.empty()));
    }

    @Test
    void theOtherWaitsAtTheDoorInTheAskersPlace() {
        waitsForHost("1000");
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg annAtTheDoor = arrive("sip:ann@x", "1000");
        annAtTheDoor.presses("#");
        Room room = board.calls.room("1000").orElseThrow();
        assertEquals(1, room.waiting().size());
        asks(ann, annAtTheDoor);
        assertEquals(List.of("trying", "done"), asker.told);
        assertEquals(Optional.of(Cause.TRANSFERRED), annAtTheDoor.cause);
        assertEquals(1, room.waiting().size());
        assertEquals(Presence.WAITS_FOR_HOST, room.waiting().getFirst().presence());
        board.pin = Optional.of("9999");
        arrive("sip:host@x", "1000");
        assertEquals("mix 1000", session(ben).flow);
        assertFalse(ben.over());
    }

    @Test
    void whoArrivesInTheirPlaceWaitsAtTheDoor() {
        waitsForHost("1000");
        FakeLeg ann = arrive("sip:ann@x", "1000");
        ann.presses("#");
        FakeLeg ben = arriveInstead("sip:ben@x", "1000", ann, PCMU);
        Room room = board.calls.room("1000").orElseThrow();
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        assertEquals(1, room.waiting().size());
        assertFalse(ben.over());
    }

    @Test
    void fromTheRoomTheOneTalkedWithElsewhereComesInTheAskersPlace() {
        FakeLeg annInRoom = arrive("sip:ann@x", "1000");
        arrive("sip:dan@x", "1000");
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        asks(annInRoom, ann);
        assertEquals(List.of("trying", "done"), asker.told);
        assertEquals("mix 1000", session(ben).flow);
        assertEquals(2, board.calls.room("1000").orElseThrow().participants().size());
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        board.loop.advanceMs(4_100);
        assertEquals(Optional.of(Cause.TRANSFERRED), annInRoom.cause);
        assertFalse(ben.over());
    }

    @Test
    void aDevicesCallThatWasTakenIsTakenOverByThatDeviceAlone() {
        board.device = Optional.of("101");
        FakeLeg ann = up("sip:101@x");
        board.device = Optional.of("103");
        FakeLeg spy = arriveInstead("sip:103@x", "b", ann, PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), spy.cause);
        assertFalse(ann.over());
        FakeLeg inRoom = arriveAs("101", "sip:101@x", "1000");
        board.device = Optional.of("103");
        FakeLeg pushing = arriveInstead("sip:103@x", "1000", inRoom, PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), pushing.cause);
        assertFalse(inRoom.over());
        board.device = Optional.of("101");
        FakeLeg own = arriveInstead("sip:101@x", "b", ann, PCMU);
        assertFalse(own.over());
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
    }

    private FakeLeg arriveAs(String device, String from, String to) {
        board.device = Optional.of(device);
        return arrive(from, to);
    }

    @Test
    void aLockedRoomsPlaceIsTakenByTheSameAlone() {
        FakeLeg host = arrive("sip:ann@x", "1000");
        board.calls.room("1000").orElseThrow().lock(true);
        board.source = "10.0.0.9";
        FakeLeg eve = arriveInstead("sip:eve@x", "1000", host, PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), eve.cause);
        assertFalse(host.over());
    }

    @Test
    void whoArrivesInAnothersPlaceTalksWithTheOther() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        String before = call(ann).id();
        FakeLeg dan = arriveInstead("sip:dan@x", "b", ann, Media.audio(AudioCodec.PCMA, AudioCodec.PCMU));
        assertEquals(List.of("answer SENDRECV [PCMU]"), dan.heard(), "as ben has it");
        assertTrue(together(dan, ben));
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        assertEquals(
                CallRecord.State.ENDED, board.calls.call(before).orElseThrow().state());
        dan.confirms();
        ben.ends(Cause.NORMAL);
        assertTrue(dan.over());
        assertEquals(0, board.calls.active());
    }

    @Test
    void aNewcomerWithoutAnOfferOrWithoutACodecOfOurs() {
        FakeLeg ann = up("sip:ann@x");
        FakeLeg ben = board.out();
        FakeLeg deaf = arriveInstead("sip:dan@x", "b", ann, Media.audio());
        assertEquals(Optional.of(Cause.MEDIA_REFUSED), deaf.cause);
        assertTrue(together(ann, ben));
        FakeLeg dan = arriveInstead("sip:dan@x", "b", ann, MediaDescription.EMPTY);
        assertEquals(List.of("answer SENDRECV [PCMU, OPUS, G722, PCMA]"), dan.heard());
        dan.answersOffer(PCMU);
        dan.confirms();
        assertTrue(together(dan, ben));
    }

    @Test
    void whoArrivesInAnothersPlaceInARoomIsInIt() {
        FakeLeg ann = arrive("sip:ann@x", "1000");
        FakeLeg dan = arriveInstead("sip:dan@x", "b", ann, PCMU);
        assertEquals("mix 1000", session(dan).flow);
        assertEquals(Optional.of(Cause.TRANSFERRED), ann.cause);
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void aRingingCallIsPickedUp() {
        FakeLeg ann = arrive("sip:ann@x", "b");
        FakeLeg ringing = board.out();
        ringing.rings(MediaDescription.EMPTY);
        ann.heard();
        FakeLeg dan = arriveInstead("sip:dan@x", "b", ringing, PCMU);
        assertEquals(Optional.of(Cause.ANSWERED_ELSEWHERE), ringing.cause);
        assertEquals(List.of("answer SENDRECV [PCMU]"), ann.heard());
        assertEquals(List.of("answer SENDRECV [PCMU]"), dan.heard());
        assertTrue(together(ann, dan));
        assertEquals(call(ann).id(), call(dan).id());
        ann.confirms();
        dan.confirms();
        dan.ends(Cause.NORMAL);
        assertTrue(ann.over());
        assertEquals(0, board.calls.active());
    }

    @Test
    void onlyWhoMayDialThereMayPickUpOrTakeOver() {
        FakeLeg ann = arrive("sip:ann@x", "b");
        FakeLeg ringing = board.out();
        board.barred = "sip:eve@x";
        FakeLeg eve = arriveInstead("sip:eve@x", "b", ringing, PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), eve.cause);
        assertFalse(ringing.over());
        ringing.answers(PCMU);
        assertEquals(Optional.of(Cause.FORBIDDEN), arriveInstead("sip:eve@x", "b", ann, PCMU).cause);
        FakeLeg inRoom = arrive("sip:ann@x", "1000");
        assertEquals(Optional.of(Cause.FORBIDDEN), arriveInstead("sip:eve@x", "b", inRoom, PCMU).cause);
        FakeLeg echo = arrive("sip:ann@x", "9196");
        assertEquals(Optional.of(Cause.GONE), arriveInstead("sip:dan@x", "b", echo, PCMU).cause);
    }
}
