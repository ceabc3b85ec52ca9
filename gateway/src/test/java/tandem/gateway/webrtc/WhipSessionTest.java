package tandem.gateway.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.RoomSettings;
import tandem.gateway.webrtc.Whip.Kind;
import tandem.gateway.webrtc.Whip.Reply;

/** Sessions of WHIP and WHEP, on invented time. */
class WhipSessionTest {
    private static final String OFFER = Hall.OFFER.replace("a=sendrecv", "a=sendonly");
    private static final String FRAGMENT = "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n";
    private static final Optional<String> ANY = Optional.of("*");

    private final Hall hall = new Hall();
    private final Whip whip = hall.door.whip();

    private Reply create(String room, Optional<String> token) {
        var reply = whip.create(Kind.WHIP, Hall.caller(room), OFFER, token);
        hall.loop.runPosted();
        return reply.getNow(new Reply.Refused(0, "not yet"));
    }

    private Reply.Created created(String room) {
        return assertInstanceOf(Reply.Created.class, create(room, Optional.empty()));
    }

    private static int status(Reply reply) {
        return assertInstanceOf(Reply.Refused.class, reply).status();
    }

    @Test
    void whoseMediaIsLostLeavesTheRoomAndItsSessionIsGone() {
        Reply.Created session = created("1000");
        assertEquals(1, hall.inRoom("1000"));
        hall.desk.last().events.onMediaFailed("the browser has not been heard of for 30 s (ICE)");
        assertEquals(0, hall.inRoom("1000"));
        assertEquals(404, status(whip.delete(Kind.WHIP, session.id())));
        assertEquals(404, status(whip.patch(Kind.WHIP, session.id(), ANY, FRAGMENT)));
    }

    @Test
    void whoIsRemovedIsGone() {
        Reply.Created session = created("1000");
        hall.calls.room("1000").orElseThrow().participants().getFirst().remove();
        assertEquals(404, status(whip.delete(Kind.WHIP, session.id())));
    }

    @Test
    void aRoomWithAPinLeavesNobodyWaiting() {
        hall.rooms.put("1000", RoomSettings.OPEN.withPins(Optional.of("2580"), Optional.empty(), Optional.empty()));
        assertEquals(401, status(create("1000", Optional.empty())));
        assertEquals(0, hall.calls.active());
        assertEquals(0, hall.loop.timers());
        assertInstanceOf(Reply.Created.class, create("1000", Optional.of("guest:1000")));
    }

    @Test
    void tokensThatAreOfNoUseAreTold() {
        assertEquals(401, status(create("1000", Optional.of("old"))));
        assertEquals(401, status(create("1000", Optional.of("forged"))));
        assertEquals(0, hall.calls.calls().size());
    }

    @Test
    void aPhoneThatDoesNotAnswerIsGivenUpInTime() {
        var reply = whip.create(Kind.WHIP, Hall.caller("phone"), OFFER, Optional.empty());
        hall.loop.advanceMs(9_999);
        assertFalse(reply.isDone());
        hall.loop.advanceMs(1);
        assertEquals(504, status(reply.join()));
        assertEquals(0, hall.calls.active());
    }

    @Test
    void aRestartHasAnotherTagAndIsToldAgainToWhoAsksAgain() {
        Reply.Created session = created("1000");
        Reply.Done first = assertInstanceOf(Reply.Done.class, whip.patch(Kind.WHIP, session.id(), ANY, FRAGMENT));
        assertTrue(first.fragment().orElseThrow().contains("a=ice-ufrag:ours200001\r\n"));
        assertFalse(first.tag().orElseThrow().equals(session.tag()));
        assertEquals(first, whip.patch(Kind.WHIP, session.id(), ANY, FRAGMENT));
        Optional<String> current = first.tag().map(tag -> '"' + tag + '"');
        assertEquals(
                new Reply.Done(Optional.empty(), Optional.empty()),
                whip.patch(Kind.WHIP, session.id(), current, FRAGMENT));
    }

    @Test
    void aRestartThatFailsLeavesWhatIsInForce() {
        Reply.Created session = created("1000");
        hall.desk.last().refuses = true;
        assertEquals(503, status(whip.patch(Kind.WHIP, session.id(), ANY, FRAGMENT)));
        hall.desk.last().refuses = false;
        String own = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";
        assertInstanceOf(
                Reply.Done.class, whip.patch(Kind.WHIP, session.id(), Optional.of('"' + session.tag() + '"'), own));
        assertEquals(1, hall.inRoom("1000"));
    }
}
