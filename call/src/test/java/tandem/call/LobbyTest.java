package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who knocks at a room with a lobby waits, with music, until a host lets it in. */
class LobbyTest {
    private static final List<String> TAPS = List.of("tone 880", "-", "tone 880", "-", "tone 880");

    private final Switchboard board = new Switchboard();

    private Room room() {
        return board.calls.room("1000").orElseThrow();
    }

    private FakeLeg join() {
        FakeLeg leg = board.arrive("1000");
        leg.confirms();
        board.loop.runPosted();
        return leg;
    }

    private FakeSession media(int index) {
        return board.desk.sessions.get(index);
    }

    private void lobby(Lobby lobby) {
        board.setUp.put("1000", RoomSettings.OPEN.withLobby(lobby));
    }

    @Test
    void whoKnocksIsToldToWaitAndTheHostHearsIt() {
        lobby(Lobby.ALL);
        join();
        assertEquals(Role.HOST, board.participant("1000", 0).role());
        media(0).said();
        join();
        assertEquals(List.of("-", "welcome", "wait-to-be-let-in", "-"), media(1).said());
        assertEquals(TAPS, media(0).said());
        media(1).events.onPlayed();
        assertEquals(List.of("waiting for ever"), media(1).said());
        assertEquals(Presence.KNOCKS, room().waiting().getFirst().presence());
        join();
        assertEquals(List.of(), media(0).said(), "taps come once in two seconds");
    }

    @Test
    void theHostLetsInWhoCameFirstAndTurnsAwayTheNextByKey() {
        lobby(Lobby.ALL);
        FakeLeg host = join();
        join();
        FakeLeg second = join();
        media(0).said();
        host.presses("*9");
        assertEquals(
                List.of("only-you", "waiting-here", "digit-2"), media(0).said().subList(0, 3));
        host.presses("*2");
        assertEquals(List.of("let-in"), media(0).said());
        assertEquals("mix 1000", media(1).flow);
        host.presses("*3");
        assertEquals(List.of("turned-away"), media(0).said());
        assertTrue(media(2).said().containsAll(List.of("not-let-in", "goodbye")));
        media(2).events.onPlayed();
        assertEquals(Optional.of(Cause.NOT_LET_IN), second.cause);
        host.presses("*2*3");
        assertEquals(List.of("nobody-waits", "nobody-waits"), media(0).said());
        assertEquals(2, room().participants().size());
    }

    @Test
    void aGuestCannotLetAnybodyIn() {
        lobby(Lobby.ALL);
        FakeLeg host = join();
        FakeLeg guest = join();
        host.presses("*2");
        join();
        media(1).said();
        guest.presses("*2*3");
        assertEquals(List.of("hosts-only", "hosts-only"), media(1).said());
        assertEquals(1, room().waiting().size());
    }

    @Test
    void aLobbyForGuestsLetsTokensInAndAHostByTokenPassesEveryLobby() {
        lobby(Lobby.GUESTS);
        join();
        assertEquals(1, room().waiting().size(), "a stranger knocks at an empty room too");
        board.pass = Optional.of(new Pass("1000", Role.GUEST, Optional.empty()));
        join();
        assertEquals(1, room().participants().size());
        room().apply(room().settings().withLobby(Lobby.ALL));
        join();
        assertEquals(2, room().waiting().size());
        board.pass = Optional.of(new Pass("1000", Role.HOST, Optional.empty()));
        join();
        assertEquals(2, room().participants().size());
        assertEquals(2, room().waiting().size(), "the host decides who comes in");
    }

    @Test
    void aTokenForAnotherRoomIsNone() {
        lobby(Lobby.GUESTS);
        board.pass = Optional.of(new Pass("1001", Role.GUEST, Optional.empty()));
        join();
        assertEquals(1, room().waiting().size());
    }

    @Test
    void aLockedRoomWithALobbyIsKnockedAtAndOpensForThemWhenItIsUnlocked() {
        lobby(Lobby.GUESTS);
        board.pass = Optional.of(new Pass("1000", Role.GUEST, Optional.empty()));
        FakeLeg host = join();
        host.presses("*7");
        join();
        assertEquals(1, room().waiting().size());
        host.presses("*7");
        assertEquals(2, room().participants().size());
    }

    @Test
    void theApiLetsInTurnsAwayRenamesAndMoves() {
        lobby(Lobby.ALL);
        join();
        FakeLeg ann = join();
        FakeLeg ben = join();
        join();
        Participant first = room().waiting().get(0);
        first.rename("Ann");
        first.mute(true);
        assertTrue(board.told.contains("waiting Ann KNOCKS"));
        assertTrue(first.admit());
        assertTrue(first.admit(), "it is in already");
        assertTrue(media(1).muted);
        room().waiting().get(0).remove();
        media(2).events.onPlayed();
        assertEquals(Optional.of(Cause.NOT_LET_IN), ben.cause);
        Participant third = room().waiting().get(0);
        assertTrue(third.move(board.calls.roomOnDemand("1001").orElseThrow()));
        assertEquals("mix 1001", media(3).flow);
        assertEquals(Presence.IN, third.presence());
        assertFalse(ann.over());
        assertEquals(List.of(), room().waiting());
    }

    @Test
    void allAreLetInAtOnceAsFarAsThereIsRoom() {
        board.setUp.put("1000", RoomSettings.OPEN.withLobby(Lobby.ALL).withMaxParticipants(3));
        join();
        for (int i = 0; i < 3; i++) {
            join();
        }
        room().admitAll();
        assertEquals(3, room().participants().size());
        assertEquals(1, room().waiting().size());
        assertFalse(room().waiting().getFirst().admit());
        assertEquals("hangup ROOM_FULL", join().heard().getFirst());
    }

    @Test
    void whoIsNotLetInForAQuarterOfAnHourIsToldSo() {
        lobby(Lobby.ALL);
        join();
        FakeLeg ann = join();
        media(1).said();
        board.loop.advanceMs(900_000);
        assertEquals(List.of("nobody-let-you-in", "goodbye"), media(1).said());
        media(1).events.onPlayed();
        assertEquals(Optional.of(Cause.NOT_LET_IN), ann.cause);
    }

    @Test
    void whoKnocksDoesNotComeInByTheHostsLeaving() {
        lobby(Lobby.ALL);
        FakeLeg host = join();
        FakeLeg ann = join();
        host.ends(Cause.NORMAL);
        room().apply(room().settings().withTitle("Monday"));
        assertEquals(List.of(), room().participants());
        assertEquals(1, room().waiting().size());
        room().apply(room().settings().withLobby(Lobby.OFF));
        assertEquals(1, room().participants().size());
        assertFalse(ann.over());
    }

    @Test
    void aHostWithAScreenIsAnsweredOnIt() {
        lobby(Lobby.ALL);
        board.shows = true;
        FakeLeg host = join();
        host.heard();
        join();
        assertEquals(TAPS, media(0).said());
        host.presses("*3*3##");
        assertEquals(List.of("reply TURNED_AWAY", "reply NOBODY_WAITS", "reply CONFIRM_END"), host.heard());
        assertEquals(List.of("turned-away", "nobody-waits", "confirm-end"), media(0).said());
    }
}
