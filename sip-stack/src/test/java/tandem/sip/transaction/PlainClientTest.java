package tandem.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tandem.sip.transaction.Status.status;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.1.2, T1 500 ms, T2 4 s, T4 5 s. */
class PlainClientTest {
    private final Line udp = new Line(false);
    private final Line tcp = new Line(true);

    private static PlainClient on(Line line) {
        return new PlainClient(line.loop, Times.ofT1(500), line, line, Line.octets("BYE"));
    }

    @Test
    void doublesTimerEUpToT2UntilTimerF() {
        on(udp);
        udp.loop.advanceMs(60_000);
        assertEquals(
                List.of(
                        "0 send BYE",
                        "500 again BYE",
                        "1500 again BYE",
                        "3500 again BYE",
                        "7500 again BYE",
                        "11500 again BYE",
                        "15500 again BYE",
                        "19500 again BYE",
                        "23500 again BYE",
                        "27500 again BYE",
                        "31500 again BYE",
                        "32000 end",
                        "32000 timeout"),
                udp.seen());
    }

    @Test
    void repeatsEveryT2AfterAProvisionalAndStillGivesUp() {
        PlainClient client = on(udp);
        udp.loop.advanceMs(600);
        client.receive(status(100));
        udp.loop.advanceMs(60_000);
        List<String> seen = udp.seen();
        assertEquals(
                List.of("0 send BYE", "500 again BYE", "600 up 100", "1500 again BYE", "5500 again BYE"),
                seen.subList(0, 5));
        assertEquals("32000 timeout", seen.getLast());
    }

    @Test
    void absorbsCopiesOfTheAnswerForTimerK() {
        PlainClient client = on(udp);
        client.receive(status(200));
        udp.loop.advanceMs(4_999);
        client.receive(status(200));
        udp.loop.advanceMs(1);
        assertEquals(List.of("0 send BYE", "0 up 200", "5000 end"), udp.seen());
        assertEquals(0, udp.loop.timers());
    }

    @Test
    void endsAtOnceOverAReliableTransport() {
        PlainClient client = on(tcp);
        client.receive(status(481));
        assertEquals(List.of("0 send BYE", "0 end", "0 up 481"), tcp.seen());
        assertEquals(0, tcp.loop.timers());
    }
}
