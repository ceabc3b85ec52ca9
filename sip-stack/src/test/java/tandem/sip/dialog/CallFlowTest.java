package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.SipEnd;

/** Calls between two user agents, as RFC 3665 shows them, and what loss does to them. */
class CallFlowTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Agent bob = lab.agent("bob");

    private static final Body NEWER = Body.sdp("v=0 newer");
    private static final Body NEWER_ANSWER = Body.sdp("v=0 newer answer");

    /** Nothing is left behind: no timer, no transaction, no dialog. */
    private static void assertForgotten(Lab lab, Lab.Agent... agents) {
        lab.ms(200_000);
        for (Lab.Agent agent : agents) {
            assertEquals(0, agent.core.transactions().size(), agent.name);
            assertEquals(0, agent.core.dialogs(), agent.name);
            assertEquals(0, agent.core.calls(), agent.name);
        }
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void callRingsIsAnsweredAndEndedByTheCaller() {
        bob.taking = call -> call.up().ring(180, Optional.empty());
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(1_000);
        Heard in = bob.arrived.getFirst();
        in.up().answer(ANSWER, Map.of());
        lab.ms(100);
        out.up().hangup(Optional.of("Q.850;cause=16"));
        lab.ms(100);
        assertEquals(List.of("ann INVITE", "bob 180", "bob 200", "ann ACK", "ann BYE", "bob 200"), lab.seen());
        assertEquals(List.of("provisional 180", "answered answer", "ended Ours"), out.seen());
        assertEquals(List.of("confirmed", "ended Bye"), in.seen());
        assertEquals(new SipEnd.Bye(Optional.of("Q.850;cause=16")), in.ends.getFirst());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void calledPartyEndsIt() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        bob.arrived.getFirst().up().hangup(Optional.empty());
        lab.ms(100);
        assertEquals(List.of("ann INVITE", "bob 200", "ann ACK", "bob BYE", "ann 200"), lab.seen());
        assertEquals(List.of("answered answer", "ended Bye"), out.seen());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void bothHangUpAtOnce() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        out.up().hangup(Optional.empty());
        bob.arrived.getFirst().up().hangup(Optional.empty());
        lab.ms(100);
        assertEquals(
                List.of("ann INVITE", "bob 200", "ann ACK", "ann BYE", "bob BYE", "bob 200", "ann 200"), lab.seen());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void refusalIsAcknowledgedHopByHop() {
        bob.taking = call -> call.up().reject(486, Optional.of("Busy"), Map.of("Retry-After", List.of("30")));
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        assertEquals(List.of("ann INVITE", "bob 486", "ann ACK"), lab.seen());
        assertEquals(List.of("ended Refused"), out.seen());
        assertTrue(out.ends.getFirst() instanceof SipEnd.Refused refused
                && refused.status() == 486
                && refused.response()
                        .orElseThrow()
                        .header("Retry-After")
                        .orElseThrow()
                        .equals("30"));
        assertForgotten(lab, ann, bob);
    }

    @Test
    void lateOfferIsAnsweredInTheAck() {
        bob.taking = call -> call.up().answer(OFFER, Map.of());
        Heard out = ann.call(bob, Optional.empty());
        lab.ms(30);
        assertEquals(List.of("answered offer"), out.seen());
        assertEquals(List.of("ann INVITE", "bob 200"), lab.seen());
        lab.ms(600);
        assertEquals(List.of("bob 200"), lab.seen());
        out.up().accept(ANSWER);
        lab.ms(100);
        assertEquals(List.of("ann ACK"), lab.seen());
        assertEquals(
                List.of("answer answer", "confirmed"), bob.arrived.getFirst().seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void reinviteFromEitherSide() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        Heard in = bob.arrived.getFirst();
        in.atOffer = sdp -> in.up().accept(NEWER_ANSWER);
        out.atOffer = sdp -> out.up().accept(NEWER_ANSWER);
        lab.seen();
        out.seen();
        in.seen();
        out.up().offer(NEWER);
        lab.ms(100);
        in.up().offer(NEWER);
        lab.ms(100);
        assertEquals(List.of("ann INVITE", "bob 200", "ann ACK", "bob INVITE", "ann 200", "bob ACK"), lab.seen());
        assertEquals(List.of("answer newer answer", "offer newer"), out.seen());
        assertEquals(List.of("offer newer", "answer newer answer"), in.seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void asksForAnOfferByReinviteWithoutDescription() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        Heard in = bob.arrived.getFirst();
        in.atOffer = sdp -> in.up().accept(NEWER);
        out.atOffer = sdp -> out.up().accept(NEWER_ANSWER);
        out.up().requestOffer();
        lab.ms(100);
        assertEquals(List.of("answered answer", "offer newer"), out.seen());
        assertEquals(List.of("confirmed", "offer", "answer newer answer"), in.seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void refusedOfferLeavesTheSessionAsItWas() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        Heard in = bob.arrived.getFirst();
        in.atOffer = sdp -> in.up().refuse(488, Optional.empty());
        out.up().offer(NEWER);
        lab.ms(100);
        assertEquals(List.of("answered answer", "refused 488"), out.seen());
        assertEquals(1, ann.core.calls());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void crossingOffersAreRefusedAndTriedAgainByTheRetryTimer() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        Heard in = bob.arrived.getFirst();
        in.atOffer = sdp -> in.up().accept(NEWER_ANSWER);
        out.atOffer = sdp -> out.up().accept(NEWER_ANSWER);
        lab.seen();
        out.seen();
        in.seen();
        out.up().offer(NEWER);
        in.up().offer(NEWER);
        lab.ms(60);
        assertEquals(List.of("ann INVITE", "bob INVITE", "bob 491", "ann 491", "ann ACK", "bob ACK"), lab.seen());
        lab.ms(2_000);
        assertEquals(List.of("bob INVITE", "ann 200", "bob ACK"), lab.seen()); // not the owner of the Call-ID: 0 to 2 s
        assertEquals(List.of("answer newer answer"), in.seen());
        assertEquals(List.of("refused 491", "offer newer"), out.seen()); // ours was made before, and fits no more
        out.up().offer(OFFER);
        lab.ms(100);
        assertEquals(List.of("answer newer answer"), out.seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void infoIsAnsweredByWhatItsUserSays() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        out.up().info(new Body("application/dtmf-relay", Lab.OFFER.octets()));
        lab.ms(100);
        out.up().info(new Body("application/unheard-of", Lab.OFFER.octets()));
        lab.ms(100);
        assertEquals(
                List.of("ann INVITE", "bob 200", "ann ACK", "ann INFO", "bob 200", "ann INFO", "bob 415"), lab.seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void cancelBeforeAProvisionalIsHeldBack() {
        bob.taking = call -> {};
        Heard out = ann.call(bob, Optional.of(OFFER));
        out.up().hangup(Optional.of("SIP;cause=200;text=\"Call completed elsewhere\""));
        lab.ms(100);
        assertEquals(List.of("ann INVITE"), lab.seen());
        lab.ms(200);
        assertEquals(List.of("bob 100", "ann CANCEL", "bob 200", "bob 487", "ann ACK"), lab.seen());
        assertEquals(List.of("ended Ours"), out.seen());
        SipEnd end = bob.arrived.getFirst().ends.getFirst();
        assertTrue(end instanceof SipEnd.Cancelled cancelled
                && cancelled.reason().orElseThrow().contains("elsewhere"));
        assertForgotten(lab, ann, bob);
    }

    @Test
    void answerThatCrossesACancelIsAcknowledgedAndEnded() {
        bob.taking = call -> call.up().ring(180, Optional.empty());
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        bob.arrived.getFirst().up().answer(ANSWER, Map.of());
        out.up().hangup(Optional.empty());
        lab.ms(100);
        assertEquals(
                List.of("ann INVITE", "bob 180", "bob 200", "ann CANCEL", "ann ACK", "ann BYE", "bob 200", "bob 200"),
                lab.seen());
        assertEquals(List.of("provisional 180", "ended Ours"), out.seen());
        assertEquals(List.of("confirmed", "ended Bye"), bob.arrived.getFirst().seen());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void answeredCallNobodyAcknowledgesIsEndedAfter64T1() {
        lab.lose(index -> index >= 2); // all but INVITE and the first 200
        ann.call(bob, Optional.of(OFFER));
        lab.ms(32_200);
        Heard in = bob.arrived.getFirst();
        assertEquals(List.of("ended NoResponse"), in.seen());
        assertTrue(lab.seen().contains("bob BYE"));
    }

    @Test
    void inviteWithoutAnyResponseEndsAfterTimerB() {
        lab.lose(index -> true);
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(31_999);
        assertEquals(List.of(), out.seen());
        lab.ms(2);
        assertEquals(List.of("ended NoResponse"), out.seen());
        assertForgotten(lab, ann, bob);
    }

    @Test
    void ringingWithoutEndIsCancelledThreeMinutesAfterTheLastProvisional() {
        bob.taking = call -> call.up().ring(180, Optional.empty());
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        lab.lose(index -> lab.sent() > 2 && lab.sent() < 6); // the reminders of each minute
        lab.ms(179_000);
        assertEquals(List.of("provisional 180"), out.seen());
        lab.ms(2_000);
        assertEquals(List.of("ended NoResponse"), out.seen());
        assertEquals(List.of("ended Cancelled"), bob.arrived.getFirst().seen());
        assertForgotten(lab, ann, bob);
    }

    /** Loses each datagram of a call in turn: the call comes to the same end. */
    @Test
    void lossOfAnyOneMessageChangesNothing() {
        for (int n = 0; n < 9; n++) {
            int which = n;
            Lab lossy = new Lab(false);
            Lab.Agent a = lossy.agent("ann");
            Lab.Agent b = lossy.agent("bob");
            lossy.lose(index -> index == which);
            b.taking = call -> call.up().ring(180, Optional.empty());
            Heard out = a.call(b, Optional.of(OFFER));
            lossy.ms(5_000);
            Heard in = b.arrived.getFirst();
            in.atOffer = sdp -> in.up().accept(NEWER_ANSWER);
            in.up().answer(ANSWER, Map.of());
            lossy.ms(5_000);
            out.up().offer(NEWER);
            lossy.ms(5_000);
            out.up().hangup(Optional.empty());
            lossy.ms(5_000);
            String what = "without message " + n + ": " + lossy.seen();
            List<String> heard = out.seen();
            assertEquals("answered answer", heard.get(heard.size() - 3), what);
            assertEquals("answer newer answer", heard.get(heard.size() - 2), what);
            assertEquals("ended Ours", heard.getLast(), what);
            assertEquals(List.of("confirmed", "offer newer", "ended Bye"), in.seen(), what);
            assertEquals(1, b.arrived.size(), what);
            assertForgotten(lossy, a, b);
        }
    }

    @Test
    void sameFlowOverAReliableTransport() {
        Lab streams = new Lab(true);
        Lab.Agent a = streams.agent("ann");
        Lab.Agent b = streams.agent("bob");
        Heard out = a.call(b, Optional.of(OFFER));
        streams.ms(100);
        out.up().hangup(Optional.empty());
        streams.ms(100);
        assertEquals(List.of("ann INVITE", "bob 200", "ann ACK", "ann BYE", "bob 200"), streams.seen());
        assertFalse(out.log.stream().anyMatch(line -> line.startsWith("ended No")));
        assertForgotten(streams, a, b);
    }

    @Test
    void triesTheNextAddressWhereTheFirstIsSilent() {
        SipEndsHere silent = new SipEndsHere(lab);
        Heard out = ann.call(
                tandem.sip.SipOutgoing.to("sip:bob@" + silent.raw.host() + "-" + bob.host(), Optional.of(OFFER)));
        lab.ms(40_000);
        assertEquals(List.of("answered answer"), out.seen());
        out.up().hangup(Optional.empty());
        assertForgotten(lab, ann, bob);
    }

    /** A host that answers nothing. */
    private record SipEndsHere(Lab.Raw raw) {
        SipEndsHere(Lab lab) {
            this(lab.raw("silent"));
        }
    }
}
