package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who can be asked for a PIN in its protocol's own way is asked before its call is taken. */
class AskedBeforeTest {
    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aRoomWithPins() {
        board.setUp.put(
                "1000",
                RoomSettings.OPEN
                        .withPins(Optional.of("2580"), Optional.of("9999"), Optional.empty())
                        .withHosting(Hosting.USUAL.withWaits(Optional.of(false))));
        board.asksPin = true;
    }

    @Test
    void isAskedBeforeAnythingIsOpenedAndComesInByTheRightPin() {
        FakeLeg ann = board.arrive("1000");
        assertEquals(List.of("pin?"), ann.heard());
        assertTrue(board.desk.sessions.isEmpty());
        ann.enters("2580");
        assertEquals(List.of("answer SENDRECV [PCMU]"), ann.heard());
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
    }

    @Test
    void theHostsPinMakesAHost() {
        board.arrive("1000").enters("9999");
        assertEquals(Role.HOST, board.participant("1000", 0).role());
    }

    @Test
    void isToldWhereAGuestNeedsNone() {
        board.change("1000", s -> s.withPins(Optional.empty(), Optional.of("9999"), Optional.empty()));
        FakeLeg ann = board.arrive("1000");
        ann.enters("1");
        assertEquals(List.of("pin? or none", "wrong, pin? or none"), ann.heard());
        ann.enters("");
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
    }

    @Test
    void isToldOfAWrongOneAndEndedByTheThird() {
        FakeLeg ann = board.arrive("1000");
        ann.enters("1");
        ann.enters("");
        assertEquals(List.of("pin?", "wrong, pin?", "wrong, pin?"), ann.heard());
        ann.enters("2581");
        assertEquals(List.of("hangup WRONG_PIN"), ann.heard());
        ann.enters("2580");
        assertTrue(board.calls.room("1000").isEmpty());
    }

    @Test
    void whatIsEnteredTwiceIsTakenOnce() {
        FakeLeg ann = board.arrive("1000");
        ann.enters("2580");
        ann.enters("2580");
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
        assertEquals(1, board.desk.sessions.size());
    }

    @Test
    void isEndedAfterTwoMinutesOfNothing() {
        FakeLeg ann = board.arrive("1000");
        board.loop.advanceMs(119_000);
        assertEquals(List.of("pin?"), ann.heard());
        board.loop.advanceMs(1_000);
        assertEquals(List.of("hangup WRONG_PIN"), ann.heard());
        assertEquals(0, board.calls.active());
    }

    @Test
    void oneWhoLeavesMeanwhileIsForgotten() {
        FakeLeg ann = board.arrive("1000");
        ann.ends(Cause.NORMAL);
        board.loop.advanceMs(200_000);
        assertEquals(List.of("pin?"), ann.heard());
        assertEquals(0, board.calls.active());
    }

    @Test
    void findsTheRoomFullOnceItHasThePin() {
        board.setUp.put(
                "1000",
                RoomSettings.OPEN
                        .withPins(Optional.of("2580"), Optional.empty(), Optional.empty())
                        .withMaxParticipants(1));
        FakeLeg ann = board.arrive("1000");
        FakeLeg ben = board.arrive("1000");
        ann.enters("2580");
        ben.enters("2580");
        assertEquals(List.of("pin?", "hangup ROOM_FULL"), ben.heard());
    }

    @Test
    void afterTooManyWrongOnesNoneIsTaken() {
        for (int i = 0; i < 7; i++) {
            FakeLeg guesser = board.arrive("1000");
            for (int tries = 0; tries < 3; tries++) {
                guesser.enters("1234");
            }
        }
        assertEquals(List.of("hangup PIN_LOCKED_OUT"), board.arrive("1000").heard());
    }
}
