package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;
import tandem.sip.message.Request;

/** A bug above the stack ends the call it is in, properly on the wire, and leaves nothing behind. */
class BugTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Agent bob = lab.agent("bob");

    private static void fail() {
        throw new IllegalStateException("a bug made for this test");
    }

    private void assertNothingIsLeft() {
        lab.ms(200_000);
        for (Lab.Agent agent : List.of(ann, bob)) {
            assertEquals(0, agent.core.transactions().size(), agent.name);
            assertEquals(0, agent.core.dialogs(), agent.name);
            assertEquals(0, agent.core.calls(), agent.name);
        }
        assertEquals(0, lab.loop.timers());
    }

    private Request options(Lab.Raw peer) {
        Request options = peer.invite(bob, Optional.empty(), "CSeq: 1 OPTIONS");
        Request request = new Request("OPTIONS", options.uri());
        options.names().forEach(name -> request.copy(name, options));
        return peer.send(bob, request, "options");
    }

    @Test
    void atTheAnswerItEndsTheCallWithBye() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        out.atAnswered = BugTest::fail;
        Heard other = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        assertEquals(1, lab.wire.stream().filter("ann BYE"::equals).count(), lab.wire.toString());
        assertEquals(List.of("answered answer", "ended Ours"), out.seen());
        assertEquals(List.of("answered answer"), other.seen());
        other.up().hangup(Optional.empty());
        assertNothingIsLeft();
    }

    @Test
    void atAnArrivalItIs500() {
        bob.taking = call -> fail();
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        assertEquals(List.of("ann INVITE", "bob 500", "ann ACK"), lab.seen());
        assertEquals(List.of("ended Refused"), out.seen());
        assertNothingIsLeft();
    }

    @Test
    void atAnOfferItEndsTheCall() {
        Heard out = ann.call(bob, Optional.of(OFFER));
        lab.ms(100);
        bob.arrived.getFirst().atOffer = sdp -> fail();
        out.up().offer(Body.sdp("v=0 newer"));
        lab.ms(100);
        assertEquals(1, lab.wire.stream().filter("bob BYE"::equals).count(), lab.wire.toString());
        assertEquals("ended Bye", out.log.getLast());
        assertNothingIsLeft();
    }

    @Test
    void atAnotherRequestItIs500() {
        Lab.Raw peer = lab.raw("peer");
        bob.asked = request -> fail();
        options(peer);
        lab.ms(100);
        assertEquals(500, peer.last().status());
        assertNothingIsLeft();
    }

    @Test
    void requestThatIsNeverAnsweredIsForgotten() {
        Lab.Raw peer = lab.raw("peer");
        options(peer);
        assertEquals(1, bob.others.size());
        assertEquals(1, bob.core.transactions().size());
        assertNothingIsLeft();
        assertEquals(List.of(), peer.responses);
    }
}
