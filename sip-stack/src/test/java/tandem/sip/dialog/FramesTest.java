package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tandem.sip.dialog.Lab.ANSWER;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.message.Response;

/** A browser's Contact leads nowhere (RFC 7118 section 5): what is for it goes by the socket it opened. */
class FramesTest {
    private static final String CONTACT = "Contact: <sip:v4pk2a@df7jal23ls0d.invalid;transport=ws;ob>";

    @Test
    void requestsToABrowserThatCallsGoByItsSocket() {
        Lab lab = new Lab("WS");
        Lab.Agent bob = lab.agent("bob");
        Lab.Raw browser = lab.raw("browser");
        Response answered = call(lab, bob, browser, CONTACT);
        assertEquals(
                "<sip:bob@10.0.0.1:5060;transport=ws>",
                answered.header("Contact").orElseThrow());
        bob.arrived.getLast().up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals(
                "sip:v4pk2a@df7jal23ls0d.invalid;transport=ws;ob",
                browser.last("BYE").uri());
    }

    @Test
    void andToOneThatWasCalled() {
        Lab lab = new Lab("WSS");
        Lab.Agent bob = lab.agent("bob");
        Lab.Raw browser = lab.raw("browser");
        Heard out = bob.call(browser, Optional.of(OFFER));
        lab.ms(20);
        Response answer = Response.to(browser.last("INVITE"), 200);
        answer.setToTag("b");
        answer.add("Contact", "<sip:v4pk2a@df7jal23ls0d.invalid;transport=ws>");
        answer.setBody(ANSWER);
        browser.send(answer, browser.last("INVITE"));
        lab.ms(20);
        assertEquals(
                "sip:v4pk2a@df7jal23ls0d.invalid;transport=ws",
                browser.last("ACK").uri());
        out.up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals(1, browser.last("BYE").headers("Via").size());
    }

    @Test
    void aPhoneThatAsksForItIsReachedByItsSourceToo() {
        Lab lab = new Lab(false);
        Lab.Agent bob = lab.agent("bob");
        Lab.Raw phone = lab.raw("phone");
        call(lab, bob, phone, "Contact: <sip:phone@10.0.0.99:5060;ob>");
        bob.arrived.getLast().up().hangup(Optional.empty());
        lab.ms(20);
        assertEquals("sip:phone@10.0.0.99:5060;ob", phone.last("BYE").uri());
    }

    private static Response call(Lab lab, Lab.Agent bob, Lab.Raw peer, String contact) {
        peer.send(bob, peer.invite(bob, Optional.of(OFFER), contact), "invite");
        lab.ms(20);
        Response answered = peer.last();
        peer.send(bob, peer.within(answered, "ACK", 1), "ack");
        return answered;
    }
}
