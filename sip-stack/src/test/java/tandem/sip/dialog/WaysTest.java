package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.SipOutgoing;
import tandem.sip.SipWay;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** Calls to a peer that is where it sent from, whatever it says of its address; and requests that are to get no answer. */
class WaysTest {
    private static final String INNER = "sip:peer@192.168.77.7:5062";

    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw peer = lab.raw("peer");

    private Heard calledByItsWay() {
        Heard out = ann.call(SipOutgoing.to(INNER, Optional.of(Lab.OFFER)).by(new SipWay("UDP", peer.address)));
        lab.ms(10);
        return out;
    }

    private Response answer(Request invite, String contact) {
        Response response = Response.to(invite, 200);
        response.setToTag("one");
        response.add("Contact", contact);
        response.setBody(Lab.ANSWER);
        peer.send(response, invite);
        return response;
    }

    @Test
    void theInviteAndAllOfItsDialogGoByTheWayOfTheRegistration() {
        Heard out = calledByItsWay();
        Request invite = peer.last("INVITE");
        assertEquals(INNER, invite.uri());
        answer(invite, '<' + INNER + '>');
        lab.ms(10);
        assertEquals(INNER, peer.last("ACK").uri());
        out.up().hangup(Optional.empty());
        lab.ms(10);
        assertEquals(INNER, peer.last("BYE").uri());
    }

    @Test
    void aWayThatIsClosedIsToldAndNothingElseIsTried() {
        Heard out = ann.call(SipOutgoing.to(peer.uri(), Optional.of(Lab.OFFER))
                .by(new SipWay("UDP", new java.net.InetSocketAddress("10.9.9.9", 5060))));
        lab.ms(100);
        assertEquals(List.of("ended NoWay"), out.seen());
        assertTrue(peer.requests.isEmpty());
    }

    @Test
    void whoAnswersWithAnAddressAtUsIsReachedWhereItIs() {
        Heard out = ann.call(peer, Optional.of(Lab.OFFER));
        lab.ms(10);
        String gruu = "<sip:peer@" + ann.host() + ";gr=urn:uuid:1>";
        answer(peer.last("INVITE"), gruu);
        lab.ms(10);
        out.up().hangup(Optional.empty());
        lab.ms(10);
        assertEquals(
                "sip:peer@" + ann.host() + ";gr=urn:uuid:1", peer.last("BYE").uri());
    }

    @Test
    void theProxiesOfAPathArePassedInTheirOrder() {
        ann.call(SipOutgoing.to(INNER, Optional.of(Lab.OFFER)).via(List.of(peer.uri() + ";lr", "sip:edge.example;lr")));
        lab.ms(10);
        assertEquals(
                List.of('<' + peer.uri() + ";lr>", "<sip:edge.example;lr>"),
                peer.last("INVITE").headers("Route"));
    }

    @Test
    void whatIsNotAdmittedGetsNoAnswerAndLeavesNothing() {
        ann.admits = request -> !request.method().equals("OPTIONS");
        Request options = peer.invite(ann, Optional.empty());
        Request other = new Request("OPTIONS", options.uri());
        options.names().forEach(name -> other.copy(name, options));
        other.set("CSeq", "1 OPTIONS");
        peer.send(ann, other, "o");
        lab.ms(100);
        assertTrue(peer.responses.isEmpty());
        assertTrue(ann.others.isEmpty());
        assertEquals(0, ann.core.transactions().size());
    }

    @Test
    void aMadeUpTagIsNoWayPastWhoAdmits() {
        ann.admits = request -> false;
        Request options = peer.invite(ann, Optional.empty());
        Request other = new Request("OPTIONS", options.uri());
        options.names().forEach(name -> other.copy(name, options));
        other.set("To", options.header("To").orElseThrow() + ";tag=made-up");
        other.set("CSeq", "1 OPTIONS");
        peer.send(ann, other, "o");
        lab.ms(100);
        assertTrue(peer.responses.isEmpty());
        assertEquals(0, ann.core.transactions().size());
    }

    @Test
    void aRegistrarMayBeRequiredToKnowPathOutboundAndGruuAndACallMayNot() {
        ann.asked = request -> ann.core.answer(request, 200, Optional.empty(), Map.of(), Optional.empty());
        Request invite = peer.invite(ann, Optional.of(Lab.OFFER), "Require: outbound");
        peer.send(ann, invite, "i");
        lab.ms(10);
        assertEquals(420, peer.last().status());
        Request register = new Request("REGISTER", ann.uri());
        invite.names().forEach(name -> register.copy(name, invite));
        register.remove("Via");
        register.set("CSeq", "1 REGISTER");
        register.set("Call-ID", "register");
        register.set("Require", "path, outbound, gruu");
        peer.send(ann, register, "r");
        lab.ms(10);
        assertEquals(200, peer.last().status());
    }
}
