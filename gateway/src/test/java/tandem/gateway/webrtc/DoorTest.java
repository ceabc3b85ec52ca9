package tandem.gateway.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cause;
import tandem.call.Hosting;
import tandem.call.Lobby;
import tandem.call.Role;
import tandem.call.RoomSettings;
import tandem.call.Route;

/** Waiting at a room's door by the room protocol (docs/room-protocol.md), and what a host does about it. */
class DoorTest {
    private final Hall hall = new Hall();

    private void hostedRoom() {
        hall.rooms.put("1000", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.of("9999"), Optional.empty()));
    }

    private Browser host() {
        return hall.browser("1000").joins("Ann", "token", "host:1000");
    }

    @Test
    void whoWaitsForTheHostHearsMusicByTheAnswerThatComesAgainWhenItIsIn() {
        hostedRoom();
        Browser ben = hall.browser("1000").joins("Ben", "pin", "2580");
        JsonNode waiting = ben.last("waiting");
        assertEquals(List.of("waiting"), ben.types());
        assertEquals("host", waiting.path("for").asText());
        assertEquals("1000", waiting.path("room").path("name").asText());
        assertTrue(waiting.path("answer").asText().contains("a=ice-lite"), waiting::toString);
        assertFalse(waiting.has("seat"), "a place at the door is not kept");
        Browser ann = hall.browser("1000").joins("Ann", "pin", "9999");
        JsonNode joined = ben.last("joined");
        assertEquals(waiting.path("answer"), joined.path("answer"));
        assertEquals(waiting.path("self"), joined.path("self"));
        assertEquals(32, joined.path("seat").asText().length());
        assertFalse(joined.has("waiting"), "hosts alone are told who waits");
        assertEquals(0, ann.last("joined").path("waiting").size());
        assertEquals(2, hall.inRoom("1000"));
    }

    @Test
    void theHostIsToldWhoKnocksLetsInAndTurnsAway() {
        hall.rooms.put(
                "1000", RoomSettings.OPEN.withLobby(Lobby.ALL).withHosting(Hosting.USUAL.withWaits(Optional.of(true))));
        Browser ben = hall.browser("1000").joins("Ben", "token", "guest:1000");
        Browser ann = host();
        assertEquals("admission", ben.last("waiting").path("for").asText());
        assertEquals(
                "Gus", ann.last("joined").path("waiting").path(0).path("name").asText());
        ann.quiet();
        Browser cid = hall.browser("1000").joins("Cid");
        JsonNode told = ann.last("participant-waiting").path("participant");
        assertEquals("Cid", told.path("name").asText());
        assertEquals("admission", told.path("waits-for").asText());

        ann.says("admit", "id", ben.last("waiting").path("self").asText());
        assertEquals("joined", ben.last().path("type").asText());
        assertEquals(List.of("participant-waiting", "participant-waiting-over", "participant-joined"), ann.types());
        ann.says("refuse", "id", cid.last("waiting").path("self").asText());
        assertEquals("not-let-in", cid.last("ended").path("cause").asText());
        assertEquals(List.of("participant-waiting-over"), ann.types());
        ann.says("admit", "id", "none");
        assertEquals("not-found", ann.last("error").path("cause").asText());
        ben.quiet().says("admit-all");
        assertEquals("forbidden", ben.last("error").path("cause").asText());
        hall.browser("1000").joins("Dan");
        assertEquals(List.of("error"), ben.types(), "a guest is not told who waits");
        ann.says("admit-all");
        assertEquals(3, hall.inRoom("1000"));
    }

    @Test
    void theHostIsToldWhoIsCalledInAndWhyItDoesNotCome() {
        Browser ann = host();
        Browser ben = hall.browser("1000").joins("Ben");
        ann.quiet();
        ben.quiet();
        String id = hall.calls.dial(
                hall.calls.room("1000").orElseThrow(),
                new Route.ToAddress("sip:201@host", Optional.empty()),
                "",
                Role.GUEST);
        assertEquals(
                "{\"type\":\"calling\",\"id\":\"" + id + "\",\"number\":\"201\",\"rings\":false}", "" + ann.last());
        hall.phone.orElseThrow().onRinging(Optional.empty());
        assertTrue(ann.last().path("rings").asBoolean());
        hall.phone.orElseThrow().onEnded(Cause.DECLINED);
        assertEquals(id, ann.last("calling-over").path("id").asText());
        assertEquals("declined", ann.last("calling-over").path("cause").asText());
        assertEquals(List.of("calling", "calling", "calling-over"), ann.types());
        assertEquals(List.of(), ben.types(), "a guest is not told whom others call");
    }

    @Test
    void whoBecomesHostIsToldWhoWaitsAlready() {
        hall.rooms.put("1000", RoomSettings.OPEN.withLobby(Lobby.ALL));
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben");
        ann.says("admit-all");
        hall.browser("1000").joins("Cid");
        ben.quiet();
        ann.says("leave");
        assertEquals(
                "Cid",
                ben.last("participant-waiting").path("participant").path("name").asText());
        assertFalse(ann.last("participant-waiting").isMissingNode());
    }

    @Test
    void whoGivesUpAtTheDoorOrLosesItsLineIsGoneFromThere() {
        hall.rooms.put("1000", RoomSettings.OPEN.withLobby(Lobby.ALL));
        Browser ann = host();
        Browser ben = hall.browser("1000").joins("Ben");
        Browser cid = hall.browser("1000").joins("Cid");
        ann.quiet();
        ben.says("leave");
        cid.gone(/* meant= */ false);
        assertEquals(List.of("participant-waiting-over", "participant-waiting-over"), ann.types());
        assertEquals(1, hall.calls.active());
    }

    @Test
    void handsAreToldWithTheirTimeAndLoweredByTheHost() {
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben");
        ben.says("hand", "raised", true);
        JsonNode up = ann.last("participant-changed").path("participant");
        assertTrue(up.path("hand").asBoolean());
        assertTrue(up.path("hand-at").asText().endsWith("Z"), up::toString);
        ben.says("lower-hand", "id", up.path("id").asText());
        assertEquals("forbidden", ben.last("error").path("cause").asText());
        ann.says("lower-hand", "id", up.path("id").asText());
        JsonNode down = ben.last("participant-changed").path("participant");
        assertFalse(down.path("hand").asBoolean() || down.has("hand-at"));
    }

    @Test
    void whatComesOfAKeyIsShown() {
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben").quiet();
        ben.says("key", "key", "*").says("key", "key", "7");
        assertEquals("hosts-only", ben.last("key-reply").path("saying").asText());
        ann.quiet();
        for (int i = 0; i < 2; i++) {
            ann.says("key", "key", "#");
        }
        assertEquals("confirm-end", ann.last("key-reply").path("saying").asText());
        assertEquals(2, hall.inRoom("1000"));
        ann.says("key", "key", "#");
        assertEquals("room-ended", ben.last("ended").path("cause").asText());
        assertEquals("room-ended", ann.last("ended").path("cause").asText());
    }
}
