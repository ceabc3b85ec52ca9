package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.SipCredentials;
import tandem.sip.SipOutgoing;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Forked answers, reliable provisional responses (RFC 3262) and challenges, with a peer played by hand. */
class ForkAndPrackTest {
    private static final Body OTHER = Body.sdp("v=0 other");

    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw peer = lab.raw("peer");

    private Request called(Heard out) {
        lab.ms(10);
        assertEquals(List.of(), out.seen());
        return peer.last("INVITE");
    }

    @Test
    void eachBranchOfAForkHasItsOwnEarlyDialogAndASecondAnswerIsEnded() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        peer.answer(invite, 183, "one", Optional.of(ANSWER));
        peer.answer(invite, 180, "two", Optional.empty());
        peer.answer(invite, 200, "two", Optional.of(OTHER));
        peer.answer(invite, 200, "one", Optional.of(ANSWER));
        lab.ms(20);
        assertEquals(List.of("provisional 183 answer", "provisional 180", "answered other"), out.seen());
        List<String> requests = peer.requests.stream()
                .map(each -> each.method() + ' ' + each.toTag())
                .toList();
        assertEquals(List.of("INVITE ", "ACK two", "ACK one", "BYE one"), requests);
        assertEquals(1, ann.core.calls());
    }

    @Test
    void branchesWithoutEndAreNotRemembered() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        for (int i = 0; i < 100; i++) {
            peer.answer(invite, 180, "branch" + i, Optional.empty());
        }
        assertEquals(32, out.seen().size());
        peer.answer(invite, 200, "branch99", Optional.of(ANSWER));
        lab.ms(20);
        assertEquals(List.of("answered answer"), out.seen());
        assertEquals("branch99", peer.last("ACK").toTag());
    }

    @Test
    void byeBeforeOurAnswerToALateOfferLeavesTheAckNotOwed() {
        Heard out = ann.call(peer, Optional.empty());
        Request invite = called(out);
        peer.answer(invite, 200, "one", Optional.of(OFFER));
        peer.send(ann, peer.back(invite, "one", "BYE", 1), "bye");
        lab.ms(20);
        assertEquals(List.of("answered offer", "ended Bye"), out.seen());
        assertEquals("one", peer.last("ACK").toTag());
    }

    @Test
    void byeWithoutAFinalResponseLeavesNothing() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        peer.answer(invite, 180, "one", Optional.empty());
        peer.send(ann, peer.back(invite, "one", "BYE", 1), "bye");
        lab.ms(200_000);
        assertEquals(List.of("provisional 180", "ended Bye"), out.seen());
        assertEquals(0, ann.core.transactions().size());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void copyOfTheAnswerIsAcknowledgedAgain() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        Response answer = peer.answer(invite, 200, "one", Optional.of(ANSWER));
        peer.send(answer, invite);
        peer.send(answer, invite);
        lab.ms(20);
        assertEquals(List.of("answered answer"), out.seen());
        assertEquals(
                3,
                peer.requests.stream()
                        .filter(each -> each.method().equals("ACK"))
                        .count());
    }

    @Test
    void reliableProvisionalIsPrackedOnceAndOutOfOrderOnesAreIgnored() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        Response first = peer.answer(invite, 183, "one", Optional.of(ANSWER), "Require: 100rel", "RSeq: 7");
        lab.ms(10);
        assertEquals("7 1 INVITE", peer.last("PRACK").header("RAck").orElseThrow());
        peer.answer(peer.last("PRACK"), 200, "", Optional.empty());
        peer.send(first, invite);
        peer.answer(invite, 180, "one", Optional.empty(), "Require: 100rel", "RSeq: 9");
        lab.ms(20);
        assertEquals(List.of("provisional 183 answer"), out.seen());
        peer.answer(invite, 180, "one", Optional.empty(), "Require: 100rel", "RSeq: 8");
        lab.ms(10);
        assertEquals("8 1 INVITE", peer.last("PRACK").header("RAck").orElseThrow());
        assertEquals(3, peer.last("PRACK").cseq());
        peer.answer(peer.last("PRACK"), 200, "", Optional.empty());
        peer.answer(invite, 200, "one", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("provisional 180", "answered"), out.seen());
        out.up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals(4, peer.last("BYE").cseq());
    }

    @Test
    void offerInAReliableProvisionalIsAnsweredInThePrack() {
        Heard out = ann.call(peer, Optional.empty());
        Request invite = called(out);
        peer.answer(invite, 183, "one", Optional.of(OFFER), "Require: 100rel", "RSeq: 1");
        assertEquals(List.of("provisional 183", "offer offer"), out.seen());
        out.up().accept(ANSWER);
        lab.ms(10);
        Request prack = peer.last("PRACK");
        assertEquals("v=0 answer", prack.body().orElseThrow().text());
        peer.answer(prack, 200, "", Optional.empty());
        peer.answer(invite, 200, "one", Optional.empty());
        lab.ms(20);
        assertEquals(List.of("answered"), out.seen());
        assertTrue(peer.last("ACK").body().isEmpty());
    }

    @Test
    void updateInAnEarlyDialogOnceTheFirstExchangeIsDone() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        peer.answer(
                invite, 183, "one", Optional.of(ANSWER), "Require: 100rel", "RSeq: 1", "Allow: INVITE, ACK, UPDATE");
        lab.ms(10);
        peer.answer(peer.last("PRACK"), 200, "", Optional.empty());
        out.seen();
        out.up().offer(OTHER);
        lab.ms(10);
        peer.answer(peer.last("UPDATE"), 200, "", Optional.of(ANSWER));
        lab.ms(10);
        assertEquals(List.of("answer answer"), out.seen());
        out.atOffer = sdp -> out.up().accept(OTHER);
        peer.send(ann, withBody(peer.back(invite, "one", "UPDATE", 1), ANSWER), "up");
        lab.ms(10);
        assertEquals(200, peer.last().status());
        assertEquals("v=0 other", peer.last().body().orElseThrow().text());
    }

    private static Request withBody(Request request, Body body) {
        request.setBody(body);
        return request;
    }

    private Response invited(String... headers) {
        peer.send(ann, peer.invite(ann, Optional.of(OFFER), headers), "i");
        lab.ms(10);
        return peer.last();
    }

    private Request prack(Response ringing, long rseq, long sequence) {
        Request prack = peer.within(ringing, "PRACK", sequence);
        prack.add("RAck", rseq + " 1 INVITE");
        return prack;
    }

    @Test
    void reliableRingIsRepeatedUntilThePrackAndHoldsTheAnswerBack() {
        ann.taking = call -> {
            call.up().ring(183, Optional.of(ANSWER));
            call.up().answer(ANSWER, Map.of());
        };
        Response ringing = invited("Supported: 100rel");
        assertEquals(183, ringing.status());
        lab.ms(1_600);
        assertEquals(List.of("peer INVITE", "ann 183", "ann 183", "ann 183"), lab.seen());
        peer.send(ann, prack(ringing, ringing.rseq().orElseThrow(), 2), "p");
        lab.ms(20);
        assertEquals(List.of("peer PRACK", "ann 200", "ann 200"), lab.seen());
        assertEquals("INVITE", peer.last().cseqMethod());
        assertTrue(peer.last().body().isEmpty(), "the answer went with the 183");
        peer.send(ann, peer.within(peer.last(), "ACK", 1), "a");
        assertEquals(List.of("confirmed"), ann.arrived.getFirst().seen());
    }

    @Test
    void answerThatChangedSinceTheReliable183FollowsAsAnOffer() {
        ann.taking = call -> {
            call.up().ring(183, Optional.of(ANSWER));
            call.up().answer(OTHER, Map.of());
        };
        Response ringing = invited("Supported: 100rel");
        peer.send(ann, prack(ringing, ringing.rseq().orElseThrow(), 2), "p");
        lab.ms(20);
        peer.send(ann, peer.within(peer.last(), "ACK", 1), "a");
        lab.ms(20);
        assertEquals("v=0 other", peer.last("INVITE").body().orElseThrow().text());
    }

    @Test
    void prackOfNothingIs481AndOneThatNeverComesEndsTheCallWith504() {
        ann.taking = call -> call.up().ring(183, Optional.of(ANSWER));
        Response ringing = invited("Require: 100rel");
        peer.send(ann, prack(ringing, 12345, 2), "p");
        lab.ms(20);
        assertEquals(481, peer.last().status());
        lab.ms(33_000);
        assertEquals(504, peer.last().status());
        assertEquals(List.of("ended NoResponse"), ann.arrived.getFirst().seen());
    }

    @Test
    void challengeIsAnsweredWithTheBestKnownAlgorithm() {
        Heard out = ann.call(
                SipOutgoing.to(peer.uri(), Optional.of(OFFER)).as(new SipCredentials("Mufasa", "Circle of Life")));
        Request invite = called(out);
        peer.answer(
                invite,
                407,
                "x",
                Optional.empty(),
                "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth\"",
                "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"");
        lab.ms(10);
        Request again = peer.last("INVITE");
        assertEquals(2, again.cseq());
        String value = again.header("Proxy-Authorization").orElseThrow();
        assertTrue(value.contains("algorithm=SHA-256") && value.contains("nc=00000001"), value);
        assertEquals("", again.toTag());
        peer.answer(again, 200, "y", Optional.of(ANSWER));
        lab.ms(10);
        assertEquals(List.of("answered answer"), out.seen());
        out.up().hangup(Optional.empty());
        lab.ms(10);
        assertTrue(peer.last("BYE").header("Proxy-Authorization").orElseThrow().contains("nc=00000002"));
    }

    @Test
    void refusedCredentialsEndTheCall() {
        Heard out = ann.call(SipOutgoing.to(peer.uri(), Optional.of(OFFER)).as(new SipCredentials("a", "b")));
        for (int i = 0; i < 5 && out.log.isEmpty(); i++) {
            lab.ms(10);
            String challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n" + i + "\"";
            peer.answer(peer.last("INVITE"), 401, "x", Optional.empty(), challenge);
            lab.ms(10);
        }
        assertEquals(List.of("ended Refused"), out.seen());
        assertEquals(
                2,
                peer.requests.stream()
                        .filter(each -> each.method().equals("INVITE"))
                        .count());
    }

    @Test
    void routeSetIsTakenFromRecordRouteLooseAndStrict() {
        Heard out = ann.call(peer, Optional.of(OFFER));
        Request invite = called(out);
        String host = peer.host();
        peer.answer(
                invite,
                200,
                "one",
                Optional.of(ANSWER),
                "Record-Route: <sip:far@" + host + ";lr>",
                "Record-Route: <sip:near@" + host + ";lr>");
        lab.ms(10);
        Request ack = peer.last("ACK");
        assertEquals(List.of("<sip:near@" + host + ";lr>", "<sip:far@" + host + ";lr>"), ack.headers("Route"));
        assertEquals(peer.uri(), ack.uri());

        Heard strict = ann.call(peer, Optional.of(OFFER));
        Request second = called(strict);
        peer.answer(second, 200, "two", Optional.of(ANSWER), "Record-Route: <sip:old@" + host + ">");
        lab.ms(10);
        Request toStrict = peer.last("ACK");
        assertEquals("sip:old@" + host, toStrict.uri());
        assertEquals(List.of('<' + peer.uri() + '>'), toStrict.headers("Route"));
    }
}
