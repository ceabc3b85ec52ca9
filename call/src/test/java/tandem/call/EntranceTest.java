package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.MediaDescription;

class EntranceTest {
    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aRoomWithPins() {
        board.setUp.put(
                "1000",
                RoomSettings.OPEN
                        .withPins(Optional.of("2580"), Optional.of("9999"), Optional.empty())
                        .withHosting(Hosting.USUAL.withWaits(Optional.of(false))));
    }

    private List<String> said() {
        return board.session().said();
    }

    @Test
    void asksForThePinAndLetsInWhoHasIt() {
        FakeLeg leg = board.arrive("1000");
        assertEquals(List.of("-", "enter-pin"), said());
        assertTrue(board.calls.room("1000").isEmpty());
        leg.presses("2580#");
        leg.confirms();
        assertEquals("mix 1000", board.session().flow);
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
        assertTrue(said().containsAll(List.of("hush", "welcome")));
    }

    @Test
    void theReceptionOpensNoRoomThatOnlyTheDialPlanLeadsTo() {
        board.arrive("8000"); // the plan leads there, though nobody may ask for it
        assertEquals(1, board.calls.room("8000").orElseThrow().participants().size());
        board.calls.closeRoom("8000");
        board.arrive("0").presses("8000#");
        assertTrue(board.calls.room("8000").isEmpty());
    }

    @Test
    void theHostsPinMakesAHost() {
        board.arrive("1000").presses("9999#");
        assertEquals(Role.HOST, board.participant("1000", 0).role());
    }

    @Test
    void aStarClearsWhatWasTyped() {
        board.arrive("1000").presses("111*2580#");
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void aPauseEndsThePinToo() {
        FakeLeg leg = board.arrive("1000");
        leg.presses("2580");
        assertTrue(board.calls.room("1000").isEmpty());
        board.loop.advanceMs(5_100);
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void threeWrongPinsAndItIsGoodbye() {
        FakeLeg leg = board.arrive("1000");
        leg.presses("1#2#");
        said();
        leg.presses("3#");
        assertEquals(List.of("hush", "hush", "wrong-pin", "goodbye"), said());
        assertFalse(leg.over());
        board.session().events.onPlayed();
        assertEquals(Optional.of(Cause.WRONG_PIN), leg.cause);
        assertEquals(3, board.calls.counters().wrongPins());
        assertEquals(0, board.desk.open());
    }

    @Test
    void whoTypesNothingIsAskedAgainAndThenLetGo() {
        FakeLeg leg = board.arrive("1000");
        board.loop.advanceMs(15_100);
        assertEquals(List.of("-", "enter-pin", "-", "enter-pin"), said());
        board.loop.advanceMs(60_000);
        assertTrue(leg.over());
    }

    @Test
    void aPinThatCameWithTheCallSkipsTheQuestion() {
        board.pin = Optional.of("2580");
        FakeLeg leg = board.arrive("1000");
        assertFalse(said().contains("enter-pin"));
        assertEquals(List.of("answer SENDRECV [PCMU]"), leg.heard());
        board.pin = Optional.of("1");
        board.arrive("1000");
        assertEquals(List.of("-", "enter-pin"), said());
    }

    @Test
    void whereOnlyHostsHaveAPinAHashAloneLetsGuestsIn() {
        board.change("1000", s -> s.withPins(Optional.empty(), Optional.of("9999"), Optional.empty()));
        FakeLeg guest = board.arrive("1000");
        assertEquals(List.of("-", "enter-pin-or-hash"), said());
        guest.presses("#");
        assertEquals(Role.GUEST, board.participant("1000", 0).role());
    }

    @Test
    void aLockedRoomLetsInTheHostByPinAndTellsTheGuest() {
        board.arrive("1000").presses("9999#");
        board.calls.room("1000").orElseThrow().lock(true);
        FakeLeg guest = board.arrive("1000");
        guest.presses("2580#");
        assertTrue(said().contains("room-locked"));
        board.session().events.onPlayed();
        assertEquals(Optional.of(Cause.ROOM_LOCKED), guest.cause);
        board.arrive("1000").presses("9999#");
        assertEquals(2, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void moreThanTwentyWrongPinsShutTheDoorForAWhile() {
        for (int i = 0; i < 7; i++) {
            board.source = "10.0.0." + i;
            board.arrive("1000").presses("1#1#1#");
        }
        board.source = "10.0.1.1";
        assertEquals(List.of("hangup PIN_LOCKED_OUT"), board.arrive("1000").heard());
        board.loop.advanceMs(601_000);
        board.arrive("1000").presses("2580#");
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void aSourceThatGuessesAtManyRoomsIsShutOutAlone() {
        for (int room = 1001; room < 1011; room++) {
            board.setUp.put(
                    String.valueOf(room),
                    RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        }
        board.source = "10.0.0.9";
        for (int room = 1001; room < 1009; room++) {
            board.arrive(String.valueOf(room)).presses("1#1#1#");
        }
        assertEquals(List.of("hangup PIN_LOCKED_OUT"), board.arrive("1010").heard());
        board.source = "10.0.0.10";
        board.arrive("1010").presses("2580#");
        assertEquals(1, board.calls.room("1010").orElseThrow().participants().size());
    }

    @Test
    void theReceptionAsksForARoomAndThenForItsPin() {
        FakeLeg leg = board.arrive("0");
        assertEquals(List.of("-", "welcome", "enter-room"), said());
        leg.presses("55#");
        assertEquals(List.of("hush", "hush", "hush", "-", "no-such-room", "enter-room"), said());
        leg.presses("1000#");
        assertTrue(said().contains("enter-pin"));
        leg.presses("2580#");
        assertEquals("mix 1000", board.session().flow);
        assertEquals(1, board.desk.sessions.size());
    }

    @Test
    void theReceptionNeedsNoHashWhereNoLongerNumberBeginsSo() {
        board.setUp.put("77", RoomSettings.OPEN);
        FakeLeg leg = board.arrive("0");
        leg.presses("1001");
        board.loop.advanceMs(1_400);
        assertTrue(board.calls.room("1001").isEmpty());
        board.loop.advanceMs(100);
        assertEquals(1, board.calls.room("1001").orElseThrow().participants().size());
        board.setUp.put("777", RoomSettings.OPEN);
        board.arrive("0").presses("77");
        board.loop.advanceMs(4_900);
        assertTrue(board.calls.room("77").isEmpty());
        board.loop.advanceMs(100);
        assertEquals(1, board.calls.room("77").orElseThrow().participants().size());
    }

    @Test
    void aHashThatComesLateIsNoPin() {
        FakeLeg leg = board.arrive("0");
        leg.presses("1000");
        board.loop.advanceMs(1_600);
        assertTrue(said().contains("enter-pin"));
        leg.presses("#");
        assertEquals(List.of(), said(), "it belongs to the number");
        leg.presses("#");
        assertTrue(said().contains("wrong-pin"));
        leg.presses("2580#");
        assertEquals(1, board.calls.room("1000").orElseThrow().participants().size());
    }

    @Test
    void aBrowserAtTheReceptionIsAskedForThePinByPromptToo() {
        board.asksPin = true;
        FakeLeg leg = board.arrive("0");
        leg.presses("1000#");
        assertTrue(said().contains("enter-pin"));
        assertEquals(List.of("answer SENDRECV [PCMU]"), leg.heard());
    }

    @Test
    void theReceptionGivesUpAfterItsTries() {
        FakeLeg leg = board.arrive("0");
        leg.presses("1#2#3#");
        board.loop.advanceMs(9_000);
        assertEquals(Optional.of(Cause.NOT_FOUND), leg.cause);
    }

    @Test
    void aLateOfferHearsTheQuestionOnceItHasAnsweredOurs() {
        FakeLeg leg = board.arrive("1000", MediaDescription.EMPTY);
        assertEquals(List.of(), said());
        leg.answersOffer(Media.audio(AudioCodec.PCMA));
        leg.confirms();
        board.loop.runPosted();
        assertEquals(List.of("-", "enter-pin"), said());
    }

    @Test
    void pinsReachNoLog() {
        assertFalse(board.setUp.toString().contains("2580"));
        board.pin = Optional.of("2580");
        assertFalse(board.calls.arriving().toString().contains("2580"));
    }

    @Test
    void echoAndToneRoomsAnswerAndSaySo() {
        board.arrive("9196");
        assertEquals("echo", board.session().flow);
        board.arrive("9197");
        assertEquals(List.of("tone 1004 for ever"), said());
    }
}
