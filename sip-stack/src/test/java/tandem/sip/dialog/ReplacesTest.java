package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.SipReplaces;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** An INVITE that is to take the place of a dialog of ours (RFC 3891 section 3). */
class ReplacesTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent bob = lab.agent("bob");
    private final Lab.Raw peer = lab.raw("peer");
    private final Lab.Raw other = lab.raw("other");
    private int branches;

    private Heard up() {
        peer.send(bob, peer.invite(bob, Optional.of(OFFER)), "invite");
        lab.ms(20);
        peer.send(bob, peer.within(peer.last(), "ACK", 1), "ack");
        lab.ms(20);
        return bob.arrived.getLast();
    }

    private Response replacing(String... values) {
        Request invite = other.invite(bob, Optional.of(OFFER), "Call-ID: other-" + branches, "Require: replaces");
        for (String value : values) {
            invite.add("Replaces", value);
        }
        other.send(bob, invite, "other" + branches++);
        lab.ms(20);
        Response last = other.last();
        if (last.status() < 300) {
            other.send(bob, other.within(last, "ACK", 1), "otherack" + branches++);
        }
        return last;
    }

    private String named(Response dialog, String more) {
        return dialog.callId() + ";to-tag=" + dialog.toTag() + ";from-tag=" + dialog.fromTag() + more;
    }

    @Test
    void theCallThatIsUpIsToldToWhoTakesTheInvite() {
        Heard first = up();
        assertEquals(200, replacing(named(peer.last(), "")).status());
        assertSame(first.up(), bob.arrived.getLast().up().replaced().orElseThrow());
        assertTrue(first.ends.isEmpty(), "its end is the user's order");
        assertEquals(486, replacing(named(peer.last(), ";early-only")).status());
    }

    @Test
    void whatNamesNoDialogOrOneThatIsOverIsRefused() {
        Heard first = up();
        Response dialog = peer.last();
        assertEquals(
                481,
                replacing("nobody;to-tag=" + dialog.toTag() + ";from-tag=raw").status());
        assertEquals(
                481,
                replacing(dialog.callId() + ";to-tag=" + dialog.toTag() + ";from-tag=else")
                        .status());
        assertEquals(400, replacing("no-tags").status());
        assertEquals(400, replacing(named(dialog, ""), named(dialog, "")).status());
        first.up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals(603, replacing(named(dialog, "")).status());
        peer.answer(peer.last("BYE"), 200, "", Optional.empty());
        lab.ms(20);
        assertEquals(481, replacing(named(dialog, "")).status());
    }

    @Test
    void aCallOfOursThatRingsMayBeTakenOverAndOneThatRingsHereMayNot() {
        Heard out = bob.call(peer, Optional.of(OFFER));
        lab.ms(20);
        Response ringing = peer.answer(peer.last("INVITE"), 180, "phone", Optional.empty());
        lab.ms(20);
        String asThePhoneKnowsIt = out.up().callId() + ";to-tag=" + ringing.fromTag() + ";from-tag=phone;early-only";
        assertEquals(200, replacing(asThePhoneKnowsIt).status());
        assertSame(out.up(), bob.arrived.getLast().up().replaced().orElseThrow());
        bob.taking = call -> call.up().ring(180, Optional.empty());
        peer.send(bob, peer.invite(bob, Optional.of(OFFER)), "ringing");
        lab.ms(20);
        assertEquals(481, replacing(named(peer.last(), "")).status());
    }

    @Test
    void aNamedDialogIsFoundForAReferToo() {
        Heard first = up();
        SipReplaces named = SipReplaces.read(named(peer.last(), "")).orElseThrow();
        assertSame(first.up(), bob.core.call(named).orElseThrow());
        first.up().hangup(Optional.empty());
        assertTrue(bob.core.call(named).isEmpty());
    }

    @Test
    void aReplacesIsReadAsItsGrammarHasIt() {
        SipReplaces read = SipReplaces.read("98732@host ; from-tag=r33th4x0r ;to-tag=ff87ff;early-only")
                .orElseThrow();
        assertEquals("98732@host;to-tag=ff87ff;from-tag=r33th4x0r;early-only", read.value());
        assertTrue(SipReplaces.read("a;to-tag=1;to-tag=2;from-tag=3").isEmpty());
        assertTrue(SipReplaces.read("a;to-tag=1").isEmpty());
        assertTrue(SipReplaces.read("").isEmpty());
        assertTrue(SipReplaces.read("a b;to-tag=1;from-tag=2").isEmpty());
        assertTrue(SipReplaces.read("a;to-tag=1;from-tag=0").orElseThrow().from(""));
    }
}
