package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaddersTest {
    private final InetSocketAddress us = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060);
    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5070);

    @Test
    void bothLegsOfACallStandInTheOrderOfTime() {
        Ladders ladders = new Ladders(10);
        ladders.onReceived("a", 1, peer, us, "INVITE sip:1 SIP/2.0");
        ladders.bind("call", "a");
        ladders.onSent("b", 2, us, peer, "INVITE sip:2 SIP/2.0");
        ladders.bind("call", "b");
        ladders.onReceived("b", 3, peer, us, "SIP/2.0 486 Busy Here");
        ladders.onSent("a", 4, us, peer, "SIP/2.0 486 Busy");
        assertEquals(
                List.of("a", "b", "b", "a"),
                ladders.of("call").stream().map(Ladders.Step::dialog).toList());
        assertEquals("127.0.0.1:5070", ladders.of("call").getFirst().from());
    }

    @Test
    void noPinStandsInALadder() {
        Ladders ladders = new Ladders(10);
        ladders.bind("call", "a");
        ladders.onReceived("a", 1, peer, us, "INVITE sip:1000.2580@host SIP/2.0");
        ladders.onSent("a", 2, us, peer, "BYE sip:1000.2580@host SIP/2.0");
        assertEquals(
                List.of("INVITE sip:1000.***@host SIP/2.0", "BYE sip:1000.***@host SIP/2.0"),
                ladders.of("call").stream().map(Ladders.Step::line).toList());
    }

    @Test
    void aDialogKeepsItsFirstMessagesAndItsLast() {
        Ladders ladders = new Ladders(3);
        ladders.bind("call", "same");
        for (int i = 0; i < 1_000; i++) {
            ladders.onReceived("same", i, peer, us, i + " sip:1 SIP/2.0");
        }
        List<Ladders.Step> steps = ladders.of("call");
        assertEquals(64, steps.size());
        assertEquals("39 sip:1 SIP/2.0", steps.get(39).line());
        assertEquals("976 sip:1 SIP/2.0", steps.get(40).line());
        assertEquals(936, steps.get(40).omitted());
        assertEquals("999 sip:1 SIP/2.0", steps.getLast().line());
    }

    @Test
    void whatNoCallHasTakenIsKeptForAFewMessagesAndAMomentOnly() {
        Ladders ladders = new Ladders(4_000);
        for (int i = 0; i < 20; i++) {
            ladders.onReceived("first", i, peer, us, "OPTIONS sip:1 SIP/2.0");
        }
        ladders.bind("call", "first");
        assertEquals(4, ladders.of("call").size());
        ladders.onReceived("pushed out", 1, peer, us, "OPTIONS sip:1 SIP/2.0");
        for (int i = 0; i < 256; i++) {
            ladders.onReceived("other" + i, i, peer, us, "OPTIONS sip:1 SIP/2.0");
        }
        ladders.bind("late", "pushed out");
        assertEquals(List.of(), ladders.of("late"));
        assertEquals(4, ladders.of("call").size());
    }

    @Test
    void aLongLineIsCut() {
        Ladders ladders = new Ladders(10);
        ladders.bind("call", "a");
        ladders.onReceived("a", 1, peer, us, "INVITE sip:1000@host;x=" + "y".repeat(4_000) + " SIP/2.0");
        ladders.onReceived("a", 2, peer, us, "INVITE sip:1000.2580" + "0".repeat(4_000) + "@host SIP/2.0");
        assertEquals(259, ladders.of("call").getFirst().line().length());
        assertEquals("INVITE sip:...", ladders.of("call").getLast().line());
    }

    @Test
    void callsOfOneCallIdShareItsMessagesAndAreBoundedToo() {
        Ladders ladders = new Ladders(3);
        ladders.onReceived("a", 1, peer, us, "INVITE sip:1 SIP/2.0");
        for (int i = 0; i < 5; i++) {
            ladders.bind("call" + i, "a");
            ladders.ended("call" + i);
        }
        assertEquals(List.of(), ladders.of("call1"));
        assertEquals(1, ladders.of("call4").size());
    }

    @Test
    void endedCallsGoFirst() {
        Ladders ladders = new Ladders(2);
        ladders.bind("old and up", "a");
        ladders.bind("over", "b");
        ladders.onReceived("a", 1, peer, us, "INVITE sip:1 SIP/2.0");
        ladders.onReceived("b", 1, peer, us, "INVITE sip:1 SIP/2.0");
        ladders.ended("over");
        assertEquals(1, ladders.of("over").size());
        ladders.bind("new", "c");
        assertEquals(1, ladders.of("old and up").size());
        assertEquals(List.of(), ladders.of("over"));
        ladders.bind("newer", "d");
        assertEquals(List.of(), ladders.of("old and up"));
    }
}
