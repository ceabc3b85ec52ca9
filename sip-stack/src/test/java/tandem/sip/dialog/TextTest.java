package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.SipCredentials;
import tandem.sip.SipOutgoing;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** MESSAGE within a dialog (RFC 3428), both ways. */
class TextTest {
    private static final String ALLOW = "Allow: INVITE, ACK, BYE, MESSAGE";

    private final Lab lab = new Lab(false);
    private final Lab.Agent bob = lab.agent("bob");
    private final Lab.Raw peer = lab.raw("peer");

    private int branches;

    private static Body text(String text) {
        return new Body("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The peer calls, saying what it takes; nothing is acknowledged yet. */
    private Heard arrive(String... headers) {
        peer.send(bob, peer.invite(bob, Optional.of(OFFER), headers), "invite" + branches++);
        lab.ms(20);
        return bob.arrived.getLast();
    }

    private Heard arriveAndConfirm(String... headers) {
        Heard in = arrive(headers);
        peer.send(bob, peer.within(peer.last(), "ACK", 1), "ack" + branches++);
        lab.ms(20);
        in.seen();
        return in;
    }

    private List<String> texts() {
        return peer.requests.stream()
                .filter(each -> each.method().equals("MESSAGE"))
                .map(each -> each.body().map(Body::text).orElse(""))
                .toList();
    }

    private Response say(Response within, String type, String body) {
        Request message = peer.within(within, "MESSAGE", 2);
        message.setBody(new Body(type, body.getBytes(StandardCharsets.UTF_8)));
        peer.send(bob, message, "message");
        lab.ms(20);
        return peer.last();
    }

    @Test
    void whatThePeerWritesIsHeardAndAnswered() {
        Heard in = arriveAndConfirm();
        Response said = say(peer.last(), "text/plain", "hello");
        assertEquals("200 MESSAGE", said.status() + " " + said.cseqMethod());
        assertTrue(said.body().isEmpty());
        assertEquals(List.of("message hello"), in.seen());
    }

    @Test
    void aTypeThatIsNotTakenIsRefusedNamingTheOneThatIs() {
        Heard in = arriveAndConfirm();
        in.messageStatus = 415;
        Response refused = say(peer.last(), "text/html", "<b>");
        assertEquals(415, refused.status());
        assertEquals("text/plain", refused.header("Accept").orElseThrow());
        in.messageStatus = 413;
        Response answered = peer.responses.getFirst();
        Request again = peer.within(answered, "MESSAGE", 3);
        peer.send(bob, again, "again");
        lab.ms(20);
        assertEquals(413, peer.last().status());
    }

    @Test
    void ourTextGoesToAPeerThatNamesTheMethod() {
        Heard in = arriveAndConfirm(ALLOW);
        assertTrue(in.up().takesMessages());
        in.up().message(text("Ann: h\u00e9llo"));
        lab.ms(20);
        Request sent = peer.last("MESSAGE");
        String wire = new String(sent.encode(), StandardCharsets.UTF_8);
        assertTrue(wire.startsWith("MESSAGE sip:peer@10.0.0.2:5060 SIP/2.0\r\n"), wire);
        assertTrue(
                wire.contains("Content-Type: text/plain;charset=UTF-8\r\nContent-Length: 11\r\n\r\nAnn: h\u00e9llo"),
                wire);
        assertFalse(sent.has("Contact"), "RFC 3428 section 4");
    }

    @Test
    void nothingGoesToAPeerThatDoesNot() {
        Heard silent = arriveAndConfirm();
        Heard other = arriveAndConfirm("Allow: INVITE, ACK, BYE", "Call-ID: other");
        for (Heard each : List.of(silent, other)) {
            assertFalse(each.up().takesMessages());
            each.up().message(text("hello"));
        }
        lab.ms(20);
        assertEquals(List.of(), texts());
    }

    @Test
    void theCalledPartySaysItInItsAnswer() {
        Heard out = bob.call(peer, Optional.of(OFFER));
        lab.ms(20);
        assertFalse(out.up().takesMessages());
        assertTrue(peer.last("INVITE").headers("Allow").contains("MESSAGE"));
        peer.answer(peer.last("INVITE"), 200, "p", Optional.of(ANSWER), ALLOW);
        assertTrue(out.up().takesMessages());
        out.up().message(text("hello"));
        lab.ms(20);
        assertEquals(List.of("hello"), texts());
    }

    @Test
    void oneGoesAtATimeInTheirOrder() {
        Heard in = arriveAndConfirm(ALLOW);
        List.of("one", "two", "three").forEach(each -> in.up().message(text(each)));
        lab.ms(400);
        assertEquals(List.of("one"), texts());
        peer.answer(peer.last("MESSAGE"), 200, "", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("one", "two"), texts());
        peer.answer(peer.last("MESSAGE"), 480, "", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("one", "two", "three"), texts());
        assertTrue(in.up().takesMessages());
    }

    @Test
    void whatIsWrittenBeforeTheAcknowledgementWaitsForIt() {
        Heard in = arrive(ALLOW);
        in.up().message(text("welcome"));
        lab.ms(100);
        assertEquals(List.of(), texts());
        peer.send(bob, peer.within(peer.responses.getFirst(), "ACK", 1), "ack");
        lab.ms(20);
        assertEquals(List.of("welcome"), texts());
    }

    @Test
    void whoRefusesTheMethodOrTheTypeIsSentNoMore() {
        for (int status : new int[] {405, 415, 501}) {
            Heard in = arriveAndConfirm(ALLOW, "Call-ID: " + status, "From: <sip:p@h>;tag=" + status);
            in.up().message(text("a" + status));
            in.up().message(text("b" + status));
            lab.ms(20);
            peer.answer(peer.last("MESSAGE"), status, "", Optional.empty());
            lab.ms(20);
            in.up().message(text("c" + status));
            lab.ms(20);
            assertFalse(in.up().takesMessages());
        }
        assertEquals(List.of("a405", "a415", "a501"), texts());
    }

    @Test
    void whoAnswersNothingIsSentNoMoreAndTheCallGoesOn() {
        Heard in = arriveAndConfirm(ALLOW);
        in.up().message(text("hello"));
        lab.ms(40_000);
        assertFalse(in.up().takesMessages());
        assertEquals(List.of(), in.seen());
    }

    @Test
    void aBoundedNumberWaits() {
        Heard in = arriveAndConfirm(ALLOW);
        for (int i = 0; i < 60; i++) {
            in.up().message(text("" + i));
        }
        for (int i = 0; i < 60; i++) {
            lab.ms(20);
            peer.answer(peer.last("MESSAGE"), 200, "", Optional.empty());
        }
        assertEquals(51, texts().stream().distinct().count());
    }

    @Test
    void aChallengeIsAnswered() {
        SipOutgoing outgoing = SipOutgoing.to(peer.uri(), Optional.of(OFFER)).as(new SipCredentials("bob", "secret"));
        Heard out = bob.call(outgoing);
        lab.ms(20);
        peer.answer(peer.last("INVITE"), 200, "p", Optional.of(ANSWER), ALLOW);
        out.up().message(text("hello"));
        lab.ms(20);
        String challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";
        peer.answer(peer.last("MESSAGE"), 401, "", Optional.empty(), challenge);
        lab.ms(20);
        assertEquals(List.of("hello", "hello"), texts());
        assertTrue(peer.last("MESSAGE").header("Authorization").orElse("").startsWith("Digest username=\"bob\""));
    }

    @Test
    void aBugOfTheUsersIsAnsweredAndEndsThatCall() {
        bob.taking = call -> call.up().answer(ANSWER, Map.of());
        Heard in = arriveAndConfirm(ALLOW);
        in.messageStatus = -1;
        say(peer.responses.getFirst(), "text/plain", "hello");
        assertEquals(500, peer.responses.getLast().status());
        assertEquals("BYE", peer.requests.getLast().method());
    }

    @Test
    void afterTheEndNothingGoes() {
        Heard in = arriveAndConfirm(ALLOW);
        in.up().hangup(Optional.empty());
        in.up().message(text("late"));
        lab.ms(20);
        assertEquals(List.of(), texts());
        assertFalse(in.up().takesMessages());
    }
}
