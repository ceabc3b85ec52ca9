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
    void neitherADialogNorTheirNumberGrowsWithoutBound() {
        Ladders ladders = new Ladders(3);
        for (int i = 0; i < 1_000; i++) {
            ladders.onReceived("same", i, peer, us, "OPTIONS sip:1 SIP/2.0");
        }
        ladders.bind("call", "same");
        assertEquals(64, ladders.of("call").size());
        for (int i = 0; i < 5; i++) {
            ladders.onReceived("other" + i, i, peer, us, "OPTIONS sip:1 SIP/2.0");
        }
        assertEquals(List.of(), ladders.of("call"));
    }
}
