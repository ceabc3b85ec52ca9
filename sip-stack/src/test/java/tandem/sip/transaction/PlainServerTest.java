package tandem.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.2.2, T1 500 ms. */
class PlainServerTest {
    private final Line udp = new Line(false);
    private final Line tcp = new Line(true);

    private static PlainServer on(Line line) {
        return new PlainServer(line.loop, Times.ofT1(500), line, line);
    }

    @Test
    void absorbsCopiesUntilAnsweredAndThenRepeatsTheAnswerForTimerJ() {
        PlainServer server = on(udp);
        server.receiveAgain();
        server.respond(200, Line.octets("200"));
        server.receiveAgain();
        server.respond(500, Line.octets("500"));
        udp.loop.advanceMs(31_999);
        server.receiveAgain();
        udp.loop.advanceMs(1);
        server.receiveAgain();
        assertEquals(List.of("0 send 200", "0 again 200", "31999 again 200", "32000 end"), udp.seen());
        assertEquals(0, udp.loop.timers());
    }

    @Test
    void endsWithItsAnswerOverAReliableTransport() {
        PlainServer server = on(tcp);
        server.respond(200, Line.octets("200"));
        server.receiveAgain();
        assertEquals(List.of("0 send 200", "0 end"), tcp.seen());
        assertEquals(0, tcp.loop.timers());
    }

    @Test
    void repeatsAProvisional() {
        PlainServer server = on(udp);
        server.respond(100, Line.octets("100"));
        server.receiveAgain();
        server.respond(200, Line.octets("200"));
        assertEquals(List.of("0 send 100", "0 again 100", "0 send 200"), udp.seen());
    }
}
