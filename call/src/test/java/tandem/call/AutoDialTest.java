package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;

/** A room calls whom it is set up to call, when the first one is in it. */
class AutoDialTest {
    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aRoomThatCalls() {
        board.setUp.put("1000", RoomSettings.OPEN.withDials(List.of(new AutoDial("sip:b@host", Role.HOST, "w12#"))));
    }

    private Room room() {
        return board.calls.room("1000").orElseThrow();
    }

    private DialState state() {
        return room().dials().getFirst();
    }

    @Test
    void callsWhenTheFirstOneIsInAndNotBefore() {
        board.calls.roomOnDemand("1000");
        assertEquals(DialState.Step.IDLE, state().step());
        assertEquals(List.of(), board.dialled);
        board.arrive("1000");
        assertEquals(DialState.Step.CALLING, state().step());
        assertEquals(1, board.dialled.size());
        board.arrive("1000");
        assertEquals(1, board.dialled.size());
        board.out().answers(Media.audio(AudioCodec.PCMU));
        assertEquals(DialState.Step.IN, state().step());
        assertEquals(Role.HOST, board.participant("1000", 2).role());
        assertEquals(board.participant("1000", 2).id(), state().call().orElseThrow());
        FakeSession called = board.desk.sessions.get(1);
        called.said();
        board.loop.advanceMs(600);
        assertEquals(List.of("digit 1", "digit 2", "digit #"), called.said());
        board.out().ends(Cause.NORMAL);
        assertEquals(DialState.Step.LEFT, state().step());
        board.loop.advanceMs(600_000);
        assertEquals(1, board.dialled.size(), "who has left is not called back");
    }

    @Test
    void callsDevicesByTheirNumberAndOthersOverATrunk() {
        board.setUp.put(
                "1000",
                RoomSettings.OPEN.withDials(List.of(
                        new AutoDial("102", Role.GUEST, ""),
                        new AutoDial("0170", Optional.of("office"), Role.GUEST, ""))));
        board.arrive("1000");
        assertEquals(
                List.of(
                        new Route.ToDevice("102", Optional.empty(), Optional.empty()),
                        new Route.ToTrunk("office", "0170", List.of())),
                board.looked);
    }

    @Test
    void triesThreeTimesWithPausesAndThenNoMore() {
        board.arrive("1000");
        board.out().ends(Cause.BUSY);
        assertEquals(DialState.Step.WAITS, state().step());
        board.loop.advanceMs(29_000);
        assertEquals(1, board.dialled.size());
        board.loop.advanceMs(1_000);
        board.out().ends(Cause.NO_ANSWER);
        board.loop.advanceMs(60_000);
        assertEquals(3, board.dialled.size());
        board.out().ends(Cause.BUSY);
        assertEquals(DialState.Step.FAILED, state().step());
        assertEquals(Optional.of(Cause.BUSY), state().cause());
        assertEquals(3, state().tries());
        board.loop.advanceMs(600_000);
        assertEquals(3, board.dialled.size());
    }

    @Test
    void whoDeclinesIsLeftInPeace() {
        board.arrive("1000");
        board.out().ends(Cause.DECLINED);
        assertEquals(DialState.Step.FAILED, state().step());
    }

    @Test
    void whereNobodyCanBeFoundItIsToldAtOnce() {
        board.found = new Targets.Found.Nobody(Cause.NOT_FOUND);
        board.arrive("1000");
        assertEquals(DialState.Step.FAILED, state().step());
        assertEquals(Optional.empty(), state().call());
    }

    @Test
    void whoOpensTheRoomByAskingForItselfIsNotCalledBack() {
        board.from = "sip:b@elsewhere";
        board.arrive("1000");
        assertEquals(DialState.Step.CAME, state().step());
        assertEquals(List.of(), board.dialled);
    }

    @Test
    void nobodyIsCalledForWhoWaitsAtTheDoor() {
        board.change("1000", s -> s.withHosting(Hosting.USUAL.withWaits(Optional.of(true))));
        board.arrive("1000");
        assertEquals(List.of(), board.dialled);
    }

    @Test
    void whenAllHaveLeftTheCallsAreGivenUpAndTheNextConferenceCallsAnew() {
        FakeLeg ann = board.arrive("1000");
        FakeLeg out = board.out();
        ann.ends(Cause.NORMAL);
        assertEquals(Optional.of(Cause.CANCELLED), out.cause);
        board.arrive("1000");
        assertEquals(2, board.dialled.size());
        board.out().ends(Cause.BUSY);
        board.loop.advanceMs(1_000);
        board.calls.closeRoom("1000");
        board.loop.advanceMs(120_000);
        assertEquals(2, board.dialled.size());
        assertEquals(0, board.desk.open());
    }

    @Test
    void oneWhoWasCalledIsNotLeftAlone() {
        FakeLeg ann = board.arrive("1000");
        board.out().answers(Media.audio(AudioCodec.PCMU));
        FakeLeg called = board.out();
        ann.ends(Cause.NORMAL);
        board.loop.advanceMs(9_000);
        FakeLeg ben = board.arrive("1000");
        board.loop.advanceMs(60_000);
        assertFalse(called.over());
        ben.ends(Cause.NORMAL);
        board.loop.advanceMs(10_000);
        assertEquals(Optional.of(Cause.ROOM_ENDED), called.cause);
    }

    @Test
    void itsDigitsReachNoLog() {
        assertFalse(new AutoDial("sip:b@host", Role.GUEST, "2580#").toString().contains("2580"));
        assertFalse(
                new AutoDial("sip:1000.2580@host", Role.GUEST, "").toString().contains("2580"));
        assertFalse(String.valueOf(board.setUp.get("1000")).contains("w12"));
    }
}
