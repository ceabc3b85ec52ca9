package tandem.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tandem.sip.transaction.Status.status;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.1.1 and RFC 6026, T1 500 ms. */
class InviteClientTest {
    private final Line udp = new Line(false);
    private final Line tcp = new Line(true);

    private static InviteClient on(Line line) {
        return new InviteClient(line.loop, Times.ofT1(500), line, line, Line.octets("INVITE"));
    }

    @Test
    void doublesTimerAUntilTimerBGivesUpAfter64T1() {
        on(udp);
        udp.loop.advanceMs(60_000);
        assertEquals(
                List.of(
                        "0 send INVITE",
                        "500 again INVITE",
                        "1500 again INVITE",
                        "3500 again INVITE",
                        "7500 again INVITE",
                        "15500 again INVITE",
                        "31500 again INVITE",
                        "32000 end",
                        "32000 timeout"),
                udp.seen());
        assertEquals(0, udp.loop.timers());
    }

    @Test
    void sendsOnceOverAReliableTransport() {
        on(tcp);
        tcp.loop.advanceMs(60_000);
        assertEquals(List.of("0 send INVITE", "32000 end", "32000 timeout"), tcp.seen());
    }

    @Test
    void stopsRepeatingAtAProvisionalAndThenWaitsWithoutLimit() {
        InviteClient client = on(udp);
        udp.loop.advanceMs(100);
        client.receive(status(100));
        udp.loop.advanceMs(1_000_000);
        client.receive(status(180));
        assertEquals(List.of("0 send INVITE", "100 up 100", "1000100 up 180"), udp.seen());
        assertEquals(0, udp.loop.timers());
    }

    @Test
    void acknowledgesARefusalAndEachCopyOfItForTimerD() {
        InviteClient client = on(udp);
        client.receive(status(486));
        udp.loop.advanceMs(500);
        client.receive(status(486));
        udp.loop.advanceMs(31_499);
        client.receive(status(486));
        client.receive(status(180));
        udp.loop.advanceMs(1);
        client.receive(status(486));
        assertEquals(
                List.of("0 send INVITE", "0 send ACK", "0 up 486", "500 again ACK", "31999 again ACK", "32000 end"),
                udp.seen());
    }

    @Test
    void endsAtOnceAfterARefusalOverAReliableTransport() {
        InviteClient client = on(tcp);
        client.receive(status(486));
        assertEquals(List.of("0 send INVITE", "0 send ACK", "0 end", "0 up 486"), tcp.seen());
        assertEquals(0, tcp.loop.timers());
    }

    @Test
    void passesEvery2xxUpUntilTimerM() {
        InviteClient client = on(tcp);
        client.receive(status(200));
        tcp.loop.advanceMs(31_999);
        client.receive(status(200));
        client.receive(status(486));
        client.receive(status(180));
        tcp.loop.advanceMs(1);
        client.receive(status(200));
        assertEquals(List.of("0 send INVITE", "0 up 200", "31999 up 200", "32000 end"), tcp.seen());
    }

    @Test
    void reportsATransportFailureOnce() {
        InviteClient client = on(udp);
        client.fail("no route");
        client.fail("no route");
        udp.loop.advanceMs(60_000);
        assertEquals(List.of("0 send INVITE", "0 end", "0 failure no route"), udp.seen());
    }

    @Test
    void abandonedSaysNothingMore() {
        InviteClient client = on(udp);
        client.receive(status(180));
        client.abandon();
        client.receive(status(200));
        udp.loop.advanceMs(60_000);
        assertEquals(List.of("0 send INVITE", "0 up 180", "0 end"), udp.seen());
    }
}
