package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token opens, and what it does not. */
class PassTest {
    private final Switchboard board = new Switchboard();

    @BeforeEach
    void aRoomWithPinsAndARoomForTokens() {
        board.setUp.put("1000", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.of("9999"), Optional.empty()));
        board.setUp.put("1001", RoomSettings.OPEN.withTokenRequired(true));
        board.protocol = Protocol.WEBRTC;
    }

    private void bring(String room, Role role, String name) {
        board.pass = Optional.of(new Pass(room, role, Optional.of(name).filter(n -> !n.isEmpty())));
    }

    @Test
    void opensItsRoomFromAnywhereWithoutPinInItsRoleAndName() {
        board.source = "192.0.2.9";
        assertEquals(List.of("hangup FORBIDDEN"), board.arrive("1000").heard());
        bring("1000", Role.HOST, "Ann");
        board.arrive("1000");
        assertEquals(Role.HOST, board.participant("1000", 0).role());
        assertEquals("Ann", board.participant("1000", 0).name());
    }

    @Test
    void leavesTheNameTheCallerGaveWhereItHasNone() {
        bring("1000", Role.HOST, "");
        board.arrive("1000");
        assertEquals("101", board.participant("1000", 0).name());
    }

    @Test
    void opensNothingElse() {
        board.source = "192.0.2.9";
        bring("1002", Role.HOST, "");
        assertEquals(List.of("hangup TOKEN_WRONG"), board.arrive("1000").heard());
        bring("b", Role.HOST, "");
        assertEquals(List.of("hangup FORBIDDEN"), board.arrive("b").heard());
        assertTrue(board.dialled.isEmpty());
    }

    @Test
    void doesNotSpareThePinOfAnotherRoom() {
        bring("1002", Role.HOST, "");
        board.arrive("1000");
        assertEquals(List.of("-", "enter-pin"), board.session().said());
    }

    @Test
    void whereTokensAreRequiredABrowserWithoutOneIsRefused() {
        assertEquals(List.of("hangup TOKEN_NEEDED"), board.arrive("1001").heard());
        bring("1000", Role.HOST, "");
        assertEquals(List.of("hangup TOKEN_WRONG"), board.arrive("1001").heard());
        bring("1001", Role.GUEST, "");
        board.arrive("1001");
        assertEquals(Role.GUEST, board.participant("1001", 0).role());
    }

    @Test
    void aPhoneNeedsNoToken() {
        board.protocol = Protocol.SIP;
        board.arrive("1001");
        assertEquals(1, board.calls.room("1001").orElseThrow().participants().size());
    }

    @Test
    void aGuestDoesNotEnterALockedRoomByAToken() {
        bring("1001", Role.HOST, "");
        board.arrive("1001");
        board.calls.room("1001").orElseThrow().lock(true);
        board.arrive("1001");
        bring("1001", Role.GUEST, "");
        board.shows = true;
        assertEquals(List.of("hangup ROOM_LOCKED"), board.arrive("1001").heard());
        assertEquals(2, board.calls.room("1001").orElseThrow().participants().size());
    }
}
