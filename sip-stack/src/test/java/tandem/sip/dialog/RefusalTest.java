package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.sip.Body;
import tandem.sip.SipSettings;
import tandem.sip.message.Request;
import tandem.sip.message.Response;
import tandem.sip.message.Via;

/** What the user agent answers by itself, in the order of RFC 3261 8.2. */
class RefusalTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent bob = lab.agent("bob");
    private final Lab.Raw peer = lab.raw("peer");

    private Response ask(Request request) {
        peer.send(bob, request, "1");
        lab.ms(20);
        return peer.last();
    }

    private Response invite(String... headers) {
        return ask(peer.invite(bob, Optional.of(OFFER), headers));
    }

    @Test
    void extensionItDoesNotKnowIs420AndNamed() {
        Response response = invite("Require: 100rel, precondition", "Supported: timer");
        assertEquals(420, response.status());
        assertEquals(List.of("precondition"), response.headers("Unsupported"));
        assertTrue(bob.arrived.isEmpty());
    }

    @Test
    void schemeItDoesNotKnowIs416() {
        Request request = peer.invite(bob, Optional.of(OFFER));
        request.setUri("soap.beep://192.0.2.103:3002");
        assertEquals(416, ask(request).status());
    }

    @Test
    void noHopsLeftIs483ForAnInviteButNotForOptions() {
        assertEquals(483, invite("Max-Forwards: 0").status());
        Request options = new Request("OPTIONS", bob.uri());
        options.add("Max-Forwards", "0");
        options.add("From", "<sip:peer@10.0.0.2>;tag=a");
        options.add("To", "<sip:bob@10.0.0.1>");
        options.add("Call-ID", "o");
        options.add("CSeq", "1 OPTIONS");
        peer.send(bob, options, "2");
        assertEquals(1, bob.others.size());
        bob.core.answer(bob.others.getFirst(), 200, Optional.empty(), Map.of(), Optional.empty());
        lab.ms(20);
        assertEquals(200, peer.last().status());
    }

    @Test
    void bodyItCannotReadIs415WithAccept() {
        Request request = peer.invite(bob, Optional.of(new Body("application/unknown", OFFER.octets())));
        Response response = ask(request);
        assertEquals(415, response.status());
        assertEquals("application/sdp", response.header("Accept").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | 406",
                "text/plain, application/json;q=0.5 | 406",
                "text/plain, application/sdp;level=1 | 200",
                "APPLICATION/* | 200",
                "*/*;q=0.1 | 200",
                "'' | 200"
            })
    void acceptThatLeavesNoRoomForADescriptionIs406(String accept, int status) {
        Request request = peer.invite(bob, Optional.of(OFFER), "Accept: " + accept);
        assertEquals(status, ask(request).status());
    }

    @Test
    void findsTheDescriptionInAMultipartBody() {
        String text = String.join(
                "\r\n",
                "--b",
                "Content-Type: application/isup",
                "",
                "xx",
                "--b",
                "Content-Type: application/sdp",
                "",
                "v=0 offer",
                "--b--",
                "");
        Body body = new Body("multipart/mixed;boundary=b", Body.sdp(text).octets());
        assertEquals(
                "v=0 offer",
                Bodies.sdp(peer.invite(bob, Optional.of(body))).orElseThrow().text());
        assertEquals(200, ask(peer.invite(bob, Optional.of(body))).status());
    }

    @Test
    void requestsOfUnknownDialogsAre481AndOfUnknownMethods405WithAllow() {
        Response ringing = invite();
        for (String method : List.of("BYE", "UPDATE", "INFO", "PRACK")) {
            Request request = peer.within(ringing, method, 2);
            request.set("To", "<sip:bob@10.0.0.1>;tag=nobody");
            peer.send(bob, request, method);
            lab.ms(20);
            assertEquals(481, peer.last().status(), method);
        }
        Request odd = peer.within(ringing, "NEWMETHOD", 3);
        odd.set("To", "<sip:bob@10.0.0.1>");
        peer.send(bob, odd, "odd");
        lab.ms(20);
        assertMethodNotAllowed();
    }

    @Test
    void methodItDoesNotTakeWithinADialogIs405WithATruthfulAllow() {
        Response answered = invite();
        peer.send(bob, peer.within(answered, "ACK", 1), "ack");
        peer.send(bob, peer.within(answered, "PUBLISH", 2), "publish");
        lab.ms(20);
        assertMethodNotAllowed();
        peer.send(bob, peer.within(answered, "NEWMETHOD", 3), "odd");
        lab.ms(20);
        assertEquals(3, peer.last().cseq());
        assertMethodNotAllowed();
    }

    private void assertMethodNotAllowed() {
        assertEquals(405, peer.last().status());
        assertEquals(
                "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, MESSAGE, REFER, SUBSCRIBE, NOTIFY",
                String.join(", ", peer.last().headers("Allow")));
    }

    @Test
    void strayCancelsAre481AndTakeNoRoom() {
        for (int i = 0; i < 50; i++) {
            Request cancel = new Request("CANCEL", bob.uri());
            Request like = peer.invite(bob, Optional.empty(), "CSeq: 1 CANCEL");
            like.names().forEach(name -> cancel.copy(name, like));
            peer.send(bob, cancel, "stray" + i);
        }
        lab.ms(20);
        assertEquals(50, peer.responses.size());
        assertEquals(481, peer.last().status());
        assertEquals(0, bob.core.transactions().size());
    }

    @Test
    void invitationThatExpiresUnansweredIs487() {
        bob.taking = call -> call.up().ring(180, Optional.empty());
        peer.send(bob, peer.invite(bob, Optional.of(OFFER), "Expires: 5"), "brief");
        lab.ms(4_900);
        assertEquals(180, peer.last().status());
        lab.ms(200);
        assertEquals(487, peer.last().status());
        assertEquals(List.of("ended Cancelled"), bob.arrived.getFirst().seen());
    }

    @Test
    void invitationThatIsAnsweredInTimeDoesNotExpire() {
        peer.send(bob, peer.invite(bob, Optional.of(OFFER), "Expires: 5"), "brief");
        lab.ms(10);
        peer.send(bob, peer.within(peer.last(), "ACK", 1), "ack");
        lab.ms(10_000);
        assertEquals(List.of("confirmed"), bob.arrived.getFirst().seen());
    }

    @Test
    void peerBehindAddressTranslationIsReachedWhereItsLastOfferCameFrom() {
        String inner = "Contact: <sip:peer@192.168.7.7:5060>";
        Request invite = peer.invite(bob, Optional.of(OFFER), inner);
        invite.pushVia(Via.read("SIP/2.0/UDP 192.168.7.7:5060;branch=z9hG4bKinner;rport")
                .orElseThrow());
        lab.new Way(peer, bob).send(invite.encode(), "", what -> {});
        lab.ms(20);
        Response answered = peer.last();
        peer.send(bob, peer.within(answered, "ACK", 1), "ack");
        Lab.Raw moved = lab.raw("moved");
        Request again = moved.within(answered, "INVITE", 2);
        again.set("Contact", inner.substring(9));
        again.setBody(OFFER);
        moved.send(bob, again, "again");
        bob.arrived.getFirst().up().accept(ANSWER);
        lab.ms(20);
        moved.send(bob, moved.within(answered, "ACK", 2), "ack2");
        bob.arrived.getFirst().up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals("BYE", moved.requests.getLast().method());
    }

    @Test
    void mergedRequestIs482() {
        bob.taking = call -> {};
        Request first = peer.invite(bob, Optional.of(OFFER));
        peer.send(bob, first.copy(), "one");
        peer.send(bob, first.copy(), "two");
        lab.ms(20);
        assertEquals(482, peer.last().status());
        assertEquals(1, bob.arrived.size());
    }

    @Test
    void intervalThatIsTooSmallIs422() {
        Response response = invite("Session-Expires: 60", "Supported: timer");
        assertEquals(422, response.status());
        assertEquals("90", response.header("Min-SE").orElseThrow());
    }

    @Test
    void moreCallsThanTheTableHoldsAre503WithRetryAfter() {
        Lab small = new Lab(false);
        Lab.Agent host = small.agent("bob", new SipSettings.Limits(500, 1800, 90, 180, 7200, 100, 1));
        Lab.Raw caller = small.raw("peer");
        caller.send(host, caller.invite(host, Optional.of(OFFER)), "1");
        caller.send(host, caller.invite(host, Optional.of(OFFER), "Call-ID: another"), "2");
        small.ms(20);
        assertEquals(503, caller.last().status());
        assertEquals("5", caller.last().header("Retry-After").orElseThrow());
    }

    @Test
    void cancelOfNothingIs481() {
        assertEquals(481, ask(cancel()).status());
    }

    private Request cancel() {
        Request cancel = new Request("CANCEL", bob.uri());
        Request invite = peer.invite(bob, Optional.empty());
        cancel.copy("From", invite);
        cancel.copy("To", invite);
        cancel.copy("Call-ID", invite);
        cancel.add("CSeq", "1 CANCEL");
        return cancel;
    }

    @Test
    void cancelEndsTheInviteWith487() {
        bob.taking = call -> {};
        peer.send(bob, peer.invite(bob, Optional.of(OFFER)), "1");
        peer.send(bob, cancel(), "1");
        lab.ms(20);
        assertEquals(487, peer.last().status());
        assertEquals(List.of("ended Cancelled"), bob.arrived.getFirst().seen());
    }

    @Test
    void byeInAnEarlyDialogEndsTheInviteWith487() {
        bob.taking = call -> call.up().ring(180, Optional.empty());
        Response ringing = invite();
        peer.send(bob, peer.within(ringing, "BYE", 2), "2");
        lab.ms(20);
        assertEquals(
                List.of(180, 200, 487),
                peer.responses.stream().map(Response::status).toList());
        assertEquals(List.of("ended Bye"), bob.arrived.getFirst().seen());
    }

    @Test
    void olderCSeqIs500() {
        Response answered = invite("CSeq: 7 INVITE");
        Request ack = peer.within(answered, "ACK", 7);
        peer.send(bob, ack, "ack");
        peer.send(bob, peer.within(answered, "INFO", 6), "info");
        lab.ms(20);
        assertEquals(500, peer.last().status());
    }

    @Test
    void rfc2543InviteWithoutCookieIsMatchedByItsFields() {
        Request invite = peer.invite(bob, Optional.of(OFFER));
        bob.taking = call -> call.up().reject(486, Optional.empty(), Map.of());
        Request copy = invite.copy();
        invite.add("Via", "SIP/2.0/UDP " + peer.host() + ":5060;branch=old");
        copy.add("Via", "SIP/2.0/UDP " + peer.host() + ":5060;branch=old");
        bob.arrive(invite.encode(), peer);
        lab.ms(20);
        bob.arrive(copy.encode(), peer);
        lab.ms(20);
        assertEquals(1, bob.arrived.size());
        assertEquals(List.of("bob 486", "bob 486"), lab.seen());
        Request ack = new Request("ACK", bob.uri());
        ack.copy("Via", invite);
        ack.copy("From", invite);
        ack.copy("To", peer.last());
        ack.copy("Call-ID", invite);
        ack.add("CSeq", "1 ACK");
        bob.arrive(ack.encode(), peer);
        lab.ms(3_000);
        assertEquals(List.of(), lab.seen());
    }
}
