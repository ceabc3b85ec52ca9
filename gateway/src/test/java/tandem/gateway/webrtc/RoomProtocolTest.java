package tandem.gateway.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cause;
import tandem.call.Participant;
import tandem.call.RoomSettings;

/** The room protocol (docs/room-protocol.md), frame by frame, on invented time. */
class RoomProtocolTest {
    private final Hall hall = new Hall();

    private Participant participant(String room, int index) {
        return hall.calls.room(room).orElseThrow().participants().get(index);
    }

    /** Half a minute goes by, in which a browser that is there answers pings. */
    private static void pass(Hall hall, int seconds, Browser... there) {
        for (int i = 0; i < seconds; i++) {
            hall.loop.advanceMs(1_000);
            for (Browser one : there) {
                one.says("pong");
            }
        }
    }

    @Test
    void whoJoinsIsAnsweredSeatedAndShownWhoIsHere() {
        Browser ann = hall.browser("1000").joins("Ann");
        JsonNode joined = ann.last("joined");
        assertEquals("joined", joined.path("type").asText());
        assertEquals(RoomProtocol.VERSION, joined.path("version").asInt());
        assertTrue(joined.path("answer").asText().contains("a=ice-lite\r\n"), joined::toString);
        assertEquals(32, joined.path("seat").asText().length());
        assertEquals("1000", joined.path("room").path("name").asText());
        JsonNode self = joined.path("participants").path(0);
        assertEquals(joined.path("self"), self.path("id"));
        assertEquals("Ann", self.path("name").asText());
        assertEquals("webrtc", self.path("protocol").asText());
        Browser ben = hall.browser("1000").joins(" B\u0007e\u202En ");
        assertEquals(2, ben.last("joined").path("participants").size());
        assertEquals("participant-joined", ann.last().path("type").asText());
        assertEquals("Ben", ann.last().path("participant").path("name").asText());
        ben.says("leave");
        assertEquals("ended", ben.last().path("type").asText());
        assertEquals("1000 ", ben.closed);
        assertEquals("participant-left", ann.last().path("type").asText());
    }

    @Test
    void aRoomThatIsNotThereOrFullOrShutSaysSoAndCloses() {
        hall.rooms.put("1001", RoomSettings.OPEN.withMaxParticipants(0));
        hall.rooms.put("1002", RoomSettings.OPEN.withLocked(true));
        assertEquals("not-found", refusal("nowhere"));
        assertEquals("room-full", refusal("1001"));
        assertEquals("room-locked", refusal("1002"));
        assertEquals(0, hall.door.seats().size());
    }

    private String refusal(String room) {
        Browser ann = hall.browser(room).joins("Ann");
        String cause = ann.last().path("cause").asText();
        assertFalse(ann.last().path("again").asBoolean());
        assertEquals(List.of("ended"), ann.types());
        assertEquals("1000 ", ann.closed);
        return cause;
    }

    @Test
    void aPinIsAskedForAndTakenAndAWrongOneToldThriceAtMost() {
        hall.rooms.put("1000", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        Browser ann = hall.browser("1000").joins("Ann");
        assertEquals(
                "{\"type\":\"pin\",\"wrong\":false,\"optional\":false}",
                ann.last().toString());
        ann.says("pin", "pin", "1");
        assertEquals(
                "{\"type\":\"pin\",\"wrong\":true,\"optional\":false}",
                ann.last().toString());
        ann.says("pin", "pin", "2580");
        assertTrue(ann.last("joined").has("answer"));
        Browser eve = hall.browser("1000").joins("Eve");
        eve.says("pin", "pin", "1").says("pin", "pin", "2").says("pin", "pin", "3");
        assertEquals(List.of("pin", "pin", "pin", "ended"), eve.types());
        assertEquals(
                "joined",
                hall.browser("1000")
                        .joins("Ben", "pin", "2580")
                        .last()
                        .path("type")
                        .asText());
        assertEquals(2, hall.inRoom("1000"));
    }

    @Test
    void whoComesByTheReceptionIsShownItsRoom() {
        Browser ann = hall.browser("0").joins("Ann");
        hall.loop.advanceMs(1);
        assertFalse(ann.last("joined").has("room"));
        for (String key : List.of("1", "0", "0", "0", "#")) {
            ann.says("key", "key", key);
        }
        hall.loop.advanceMs(1);
        JsonNode moved = ann.last("moved");
        assertEquals("1000", moved.path("room").path("name").asText());
        assertEquals(1, moved.path("participants").size());
    }

    @Test
    void aTokenOpensItsRoomAndAWrongOneNothing() {
        hall.rooms.put("1000", RoomSettings.OPEN.withTokenRequired(true));
        assertEquals(
                "token-needed",
                hall.browser("1000").joins("Ann").last().path("cause").asText());
        assertEquals(
                "token-expired",
                hall.browser("1000")
                        .joins("Ann", "token", "old")
                        .last()
                        .path("cause")
                        .asText());
        assertEquals(
                "token-wrong",
                hall.browser("1000")
                        .joins("Ann", "token", "forged")
                        .last()
                        .path("cause")
                        .asText());
        Browser host = hall.browser("1000").joins("Ann", "token", "host:1000");
        assertEquals(
                "host", host.last().path("participants").path(0).path("role").asText());
        Browser guest = hall.browser("1000").joins("Ann", "token", "guest:1000");
        assertEquals(
                "Gus", guest.last().path("participants").path(1).path("name").asText());
    }

    @Test
    void aDeadLineKeepsItsSeatForHalfAMinute() {
        Browser ann = hall.browser("1000").joins("Ann");
        ann.gone(false);
        hall.loop.advanceMs(29_999);
        assertEquals(1, hall.inRoom("1000"));
        hall.loop.advanceMs(1);
        assertEquals(0, hall.inRoom("1000"));
        assertEquals(0, hall.door.seats().size());
        assertEquals(Cause.GONE, hall.calls.calls().getFirst().cause().orElseThrow());
        assertTrue(hall.desk.last().closed);
    }

    @Test
    void aLineThatWasMeantToCloseGivesUpItsSeatAtOnce() {
        Browser ann = hall.browser("1000").joins("Ann");
        ann.gone(true);
        assertEquals(0, hall.inRoom("1000"));
        assertEquals(Cause.NORMAL, hall.calls.calls().getFirst().cause().orElseThrow());
    }

    @Test
    void whoComesBackIsInItsSeatWithNewMediaAndWhatWasWritten() {
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben");
        String seat = ann.last("joined").path("seat").asText();
        ann.says("chat", "text", "first");
        int seen = ann.last("chat").path("number").asInt();
        ann.gone(false);
        ben.says("chat", "text", "second");
        Browser again = hall.browser("1000").says("resume", "seat", seat, "offer", Hall.RESTART, "after", seen);
        JsonNode resumed = again.last("resumed");
        assertTrue(resumed.path("answer").asText().contains("a=ice-ufrag:ours200001\r\n"), resumed::toString);
        assertEquals(seat, resumed.path("seat").asText());
        assertEquals(2, resumed.path("participants").size());
        assertEquals("second", again.last("chat").path("text").asText());
        assertEquals(List.of("resumed", "chat"), again.types());
        pass(hall, 40, again, ben);
        assertEquals(2, hall.inRoom("1000"));
    }

    @Test
    void whoComesBackWithoutAnOfferKeepsItsMediaAndTheLineBeforeIsClosed() {
        Browser ann = hall.browser("1000").joins("Ann");
        String seat = ann.last("joined").path("seat").asText();
        Browser again = hall.browser("1000").says("resume", "seat", seat);
        assertFalse(again.last().has("answer"));
        assertEquals("1000 the seat has another line now", ann.closed);
        ann.gone(true);
        assertEquals(1, hall.inRoom("1000"));
        again.says("leave");
        Browser late = hall.browser("1000").says("resume", "seat", seat);
        assertEquals("gone", late.last().path("cause").asText());
        assertTrue(late.last().path("again").asBoolean());
    }

    @Test
    void aLineIsPingedAndDeadAfterTwelveSecondsOfNothing() {
        Browser ann = hall.browser("1000").joins("Ann").quiet();
        hall.loop.advanceMs(12_000);
        assertEquals(List.of("ping", "ping", "ping"), ann.types());
        hall.loop.advanceMs(4_000);
        assertEquals("1013 nothing heard for a while", ann.closed);
        assertEquals(1, hall.inRoom("1000"), "the seat is kept");
        hall.loop.advanceMs(30_000);
        assertEquals(0, hall.inRoom("1000"));
    }

    @Test
    void whoAnswersPingsStays() {
        Browser ann = hall.browser("1000").joins("Ann");
        pass(hall, 60, ann);
        assertEquals("", ann.closed);
    }

    @Test
    void whoSaysNothingWithinTenSecondsIsClosed() {
        Browser ann = hall.browser("1000");
        hall.loop.advanceMs(10_000);
        assertEquals("protocol-error", ann.last().path("cause").asText());
        assertEquals("1000 ", ann.closed);
        assertEquals(0, hall.loop.timers());
    }

    @Test
    void moreThanFiftyFramesASecondAreTooMany() {
        Browser ann = hall.browser("1000").joins("Ann").quiet();
        for (int second = 0; second < 3; second++) {
            hall.loop.advanceMs(1_000);
            for (int i = 0; i < 50; i++) {
                ann.says("pong");
            }
        }
        assertEquals("", ann.closed);
        ann.quiet().says("pong");
        assertEquals("too-fast", ann.last().path("cause").asText());
        assertEquals("1008 too many frames", ann.closed);
        assertEquals(0, hall.inRoom("1000"));
    }

    @Test
    void framesThatCannotBeTakenAreToldAndTenCloseTheLine() {
        Browser ann = hall.browser("1000").joins("Ann").quiet();
        List<String> wrong = List.of(
                "",
                "{",
                "[]",
                "{\"type\": 7}",
                "{\"type\": \"mute\"}",
                "{\"type\": \"chat\", \"text\": 9}",
                "{\"type\": \"offer\", \"offer\": \"v=0\"}",
                "{\"type\": \"key\", \"key\": \"x\"}",
                "[".repeat(2_000));
        wrong.forEach(ann::saysText);
        assertEquals(9, hall.door.malformed());
        assertEquals("", ann.closed);
        assertEquals("protocol-error", ann.last().path("cause").asText());
        ann.saysText("x".repeat(65_537));
        assertEquals("1008 too many frames that cannot be taken", ann.closed);
        assertEquals(0, hall.inRoom("1000"));
    }

    @Test
    void nothingComesBeforeJoinAndAnotherVersionIsRefused() {
        Browser ann = hall.browser("1000").says("chat", "text", "hello");
        assertEquals("protocol-error", ann.last().path("cause").asText());
        ann.joins("Ann", "version", 2);
        assertEquals("version", ann.last().path("cause").asText());
        assertEquals("1000 ", ann.closed);
        Browser offerless = hall.browser("1000").says("join", "name", "Ann");
        assertEquals("error", offerless.last().path("type").asText());
        assertEquals(0, hall.calls.active());
    }

    @Test
    void anOfferThatCannotBeUsedEndsTheJoin() {
        String without = Hall.OFFER.replace("opus", "other").replace("111 0", "111");
        Browser ann = hall.browser("1000").says("join", "offer", without);
        assertEquals("media-refused", ann.last().path("cause").asText());
        assertEquals(0, hall.inRoom("1000"));
    }

    @Test
    void hostsOrderAndGuestsAreForbidden() {
        hall.rooms.put("1000", RoomSettings.OPEN.withTokenRequired(true));
        Browser host = hall.browser("1000").joins("Ann", "token", "host:1000");
        Browser guest = hall.browser("1000").joins("Ben", "token", "guest:1000");
        String ben = guest.last("joined").path("self").asText();
        String ann = host.last("joined").path("self").asText();
        guest.quiet()
                .says("lock", "locked", true)
                .says("mute-other", "id", ann, "muted", true)
                .says("mute-guests", "muted", true)
                .says("remove", "id", ann)
                .says("end");
        assertEquals("forbidden", guest.last().path("cause").asText());
        assertEquals(List.of("error", "error", "error", "error", "error"), guest.types());
        host.says("lock", "locked", true);
        assertTrue(guest.last("room-changed").path("room").path("locked").asBoolean());
        host.says("mute-other", "id", ben, "muted", true);
        assertTrue(guest.last("participant-changed")
                .path("participant")
                .path("muted")
                .asBoolean());
        host.says("mute-guests", "muted", false);
        assertFalse(participant("1000", 1).muted());
        host.says("remove", "id", ben);
        assertEquals("removed", guest.last().path("cause").asText());
        host.says("end");
        assertEquals("room-ended", host.last().path("cause").asText());
        assertTrue(hall.calls
                .room("1000")
                .map(room -> room.participants().isEmpty())
                .orElse(true));
    }

    @Test
    void anOrderAboutSomebodyWhoHasJustLeftIsNoMistakeOfTheHost() {
        Browser host = hall.browser("1000").joins("Ann");
        for (int i = 0; i < 12; i++) {
            host.says("mute-other", "id", "gone", "muted", true);
        }
        assertEquals("not-found", host.last().path("cause").asText());
        assertEquals("", host.closed);
        assertEquals(0, hall.door.malformed());
    }

    @Test
    void mutesRaisesItsHandAndTakesAnotherName() {
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben");
        ann.says("mute", "muted", true).says("hand", "raised", true).says("rename", "name", "Anna");
        JsonNode seen = ben.last("participant-changed").path("participant");
        assertTrue(seen.path("muted").asBoolean());
        assertTrue(seen.path("hand").asBoolean());
        assertEquals("Anna", seen.path("name").asText());
        assertTrue(hall.desk.sessions.getFirst().muted);
    }

    @Test
    void keysDoWhatTheyDoOnAPhone() {
        Browser ann = hall.browser("1000").joins("Ann");
        ann.says("key", "key", "*").says("key", "key", "6");
        assertTrue(participant("1000", 0).muted());
    }

    @Test
    void whatIsWrittenGoesToEverybodyWithNameAndNumber() {
        Browser ann = hall.browser("1000").joins("Ann");
        Browser ben = hall.browser("1000").joins("Ben");
        ann.says("chat", "text", "Hello, \u00fcmlaut");
        JsonNode line = ben.last("chat");
        assertEquals("Hello, \u00fcmlaut", line.path("text").asText());
        assertEquals("Ann", line.path("from").path("name").asText());
        assertEquals(line, ann.last("chat"));
        ann.says("chat", "text", "x".repeat(8_001));
        assertEquals("error", ann.last().path("type").asText());
    }

    @Test
    void whoIsMovedIsShownItsNewRoom() {
        Browser ann = hall.browser("1000").joins("Ann");
        hall.browser("1001").joins("Ben");
        assertTrue(participant("1000", 0).move(hall.calls.room("1001").orElseThrow()));
        JsonNode moved = ann.last("moved");
        assertEquals("1001", moved.path("room").path("name").asText());
        assertEquals(2, moved.path("participants").size());
    }

    @Test
    void iceRestartsByAnOfferAndIsAnswered() {
        Browser ann = hall.browser("1000").joins("Ann");
        String before = ann.last("joined").path("answer").asText();
        ann.says("offer", "offer", Hall.RESTART);
        assertEquals("answer", ann.last().path("type").asText());
        assertNotEquals(before, ann.last().path("answer").asText());
        assertFalse(participant("1000", 0).held(), "an address that is not known yet is no hold");
        ann.says("offer", "offer", Hall.RESTART.replace("opus", "other").replace("111 0", "111"));
        assertEquals("offer-refused", ann.last().path("type").asText());
        assertEquals(1, hall.inRoom("1000"));
    }

    /** The phone's hold is offered on; both offers crossing is glare, and coming back with an offer takes ours back. */
    @Test
    void anOfferOfOursIsAnsweredOrCrossedOrLostWithItsLine() {
        Browser ann = hall.browser("phone").joins("Ann");
        hall.phone.orElseThrow().onAnswered(Hall.plain("sendrecv"));
        hall.loop.runPosted();
        String seat = ann.last("joined").path("seat").asText();
        assertEquals(List.of(), hall.phoneOrders);
        hall.phone.orElseThrow().onOffer(Hall.plain("sendonly"));
        hall.loop.runPosted();
        String offered = ann.last("offer").path("offer").asText();
        assertTrue(offered.contains("a=sendonly\r\n"), offered);
        ann.says("offer", "offer", Hall.RESTART);
        assertEquals("glare", ann.last().path("cause").asText());
        ann.says("answer", "answer", Hall.OFFER.replace("sendrecv", "recvonly").replace("actpass", "active"));
        hall.phone.orElseThrow().onOffer(Hall.plain("sendrecv"));
        hall.loop.runPosted();
        ann.gone(false);
        Browser again = hall.browser("phone").says("resume", "seat", seat, "offer", Hall.RESTART);
        assertTrue(again.last("resumed").has("answer"), again.last().toString());
        assertEquals("", again.closed);
    }

    @Test
    void whoIsInNoRoomIsSeatedWithoutOne() {
        Browser ann = hall.browser("9196").joins("Ann");
        assertEquals("joined", ann.last().path("type").asText());
        assertFalse(ann.last().has("room"));
        ann.says("hand", "raised", true);
        assertEquals("protocol-error", ann.last().path("cause").asText());
    }

    @Test
    void mediaThatFailsEndsTheSeatAndOneMayComeAgain() {
        Browser ann = hall.browser("1000").joins("Ann");
        hall.desk.last().events.onMediaFailed("no way was found");
        assertEquals("media-failed", ann.last().path("cause").asText());
        assertTrue(ann.last().path("again").asBoolean());
        assertEquals(0, hall.inRoom("1000"));
    }
}
