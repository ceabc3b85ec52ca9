package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Offers that cross (RFC 3261 14.1, 14.2, RFC 3311 5.2), with a peer played by hand that was called by us. */
class GlareTest {
    private static final Body NEWER = Body.sdp("v=0 newer");

    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw peer = lab.raw("peer");
    private Heard out = new Heard();
    private Request invite = new Request("INVITE", "sip:nobody");

    @BeforeEach
    void callIsUp() {
        out = ann.call(peer, Optional.of(OFFER));
        lab.ms(10);
        invite = peer.last("INVITE");
        peer.answer(invite, 200, "one", Optional.of(ANSWER), "Allow: INVITE, ACK, BYE, UPDATE");
        lab.ms(10);
        out.seen();
        lab.seen();
    }

    private Request reinvite(long sequence) {
        Request request = peer.back(invite, "one", "INVITE", sequence);
        request.setBody(OFFER);
        return request;
    }

    @Test
    void offerRefusedBy491IsTriedAgainAfter2100To4000Ms() {
        out.up().offer(NEWER);
        lab.ms(10);
        peer.answer(peer.last("INVITE"), 491, "", Optional.empty());
        peer.requests.clear();
        lab.ms(2_080);
        assertTrue(peer.requests.stream().noneMatch(each -> each.method().equals("INVITE")));
        lab.ms(1_950);
        assertEquals("v=0 newer", peer.last("INVITE").body().orElseThrow().text());
        peer.answer(peer.last("INVITE"), 200, "", Optional.of(ANSWER));
        lab.ms(10);
        assertEquals(List.of("answer answer"), out.seen());
    }

    @Test
    void offerOfThePeersWhileOursIsOutIs491AndItsAckIsTaken() {
        out.up().offer(NEWER);
        lab.ms(10);
        peer.send(ann, reinvite(1), "cross");
        lab.ms(10);
        assertEquals(491, peer.last().status());
        Request ack = peer.back(invite, "one", "ACK", 1);
        peer.send(ann, ack, "cross");
        lab.ms(60_000);
        long repeated =
                peer.responses.stream().filter(each -> each.status() == 491).count();
        assertEquals(1, repeated);
    }

    @Test
    void secondOfferWhileTheFirstIsUndecidedIs500WithRetryAfter() {
        peer.send(ann, reinvite(1), "first");
        peer.send(ann, reinvite(2), "second");
        lab.ms(10);
        assertEquals(500, peer.last().status());
        assertTrue(peer.last().has("Retry-After"));
        Request update = peer.back(invite, "one", "UPDATE", 3);
        update.setBody(NEWER);
        peer.send(ann, update, "third");
        lab.ms(10);
        assertEquals(500, peer.last().status());
        out.up().accept(NEWER);
        lab.ms(10);
        assertEquals(200, peer.last().status());
        assertEquals(1, peer.last().cseq());
    }

    @Test
    void ackOfTheFirst200IsNotLostWhileASecondReinviteIsRefused() {
        out.atOffer = sdp -> out.up().accept(NEWER);
        peer.send(ann, reinvite(1), "first");
        lab.ms(10);
        out.up().offer(OFFER); // waits for the ACK
        peer.send(ann, peer.back(invite, "one", "ACK", 1), "ack");
        lab.ms(10);
        assertEquals("v=0 offer", peer.last("INVITE").body().orElseThrow().text());
        peer.send(ann, reinvite(2), "second");
        lab.ms(10);
        assertEquals(491, peer.last().status());
        peer.answer(peer.last("INVITE"), 200, "", Optional.of(ANSWER));
        lab.ms(10);
        assertEquals(List.of("offer offer", "answer answer"), out.seen());
        lab.ms(40_000);
        assertEquals(1, ann.core.calls());
    }

    @Test
    void updateWithAnOfferWhileOursIsOutIs491() {
        out.up().offer(NEWER);
        lab.ms(10);
        Request update = peer.back(invite, "one", "UPDATE", 1);
        update.setBody(OFFER);
        peer.send(ann, update, "cross");
        lab.ms(10);
        assertEquals(491, peer.last().status());
    }

    @Test
    void answerToOurReinviteThatComesAgainIsAcknowledgedAgain() {
        out.up().offer(NEWER);
        lab.ms(10);
        Request request = peer.last("INVITE");
        Response answer = peer.answer(request, 200, "", Optional.of(ANSWER));
        peer.send(answer, request);
        lab.ms(10);
        long acks = peer.requests.stream()
                .filter(each -> each.method().equals("ACK"))
                .count();
        assertEquals(3, acks); // one for the first INVITE
        assertEquals(List.of("answer answer"), out.seen());
    }

    @Test
    void reinviteCancelledByThePeerLeavesTheSession() {
        peer.send(ann, reinvite(1), "first");
        Request cancel = peer.back(invite, "one", "CANCEL", 1);
        peer.send(ann, cancel, "first");
        lab.ms(10);
        assertEquals(487, peer.last().status());
        out.up().accept(NEWER); // too late: nothing happens
        out.up().offer(NEWER);
        lab.ms(10);
        assertEquals("v=0 newer", peer.last("INVITE").body().orElseThrow().text());
        assertEquals(1, ann.core.calls());
    }

    @Test
    void dialogThePeerDoesNotKnowEndsTheSession() {
        out.up().offer(NEWER);
        lab.ms(10);
        peer.answer(peer.last("INVITE"), 481, "", Optional.empty());
        lab.ms(10);
        assertEquals(List.of("ended Refused"), out.seen());
        assertEquals(0, ann.core.calls());
    }

    @Test
    void offerNobodyAnswersEndsTheSessionUnlessMediaFlows() {
        out.media = true;
        out.up().offer(NEWER);
        lab.ms(40_000);
        assertEquals(List.of("refused 408"), out.seen());
        out.media = false;
        out.up().offer(NEWER);
        lab.ms(40_000);
        assertEquals(List.of("refused 408", "ended Refused"), out.seen());
    }

    @Test
    void targetRefreshMovesWhereRequestsGo() {
        out.atOffer = sdp -> out.up().accept(NEWER);
        Lab.Raw elsewhere = lab.raw("elsewhere");
        Request moved = reinvite(1);
        moved.set("Contact", '<' + elsewhere.uri() + '>');
        peer.send(ann, moved, "move");
        lab.ms(10);
        out.up().hangup(Optional.empty());
        lab.ms(10);
        assertEquals(elsewhere.uri(), elsewhere.last("BYE").uri());
    }
}
