package tandem.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.2.1 and RFC 6026, T1 500 ms. */
class InviteServerTest {
    private final Line udp = new Line(false);
    private final Line tcp = new Line(true);

    private static InviteServer on(Line line) {
        return new InviteServer(line.loop, Times.ofT1(500), line, line);
    }

    @Test
    void sendsTryingAfter200MsOfSilence() {
        on(udp);
        udp.loop.advanceMs(10_000);
        assertEquals(List.of("200 send 100"), udp.seen());
    }

    @Test
    void savesTryingWhenTheUserIsFaster() {
        InviteServer server = on(udp);
        udp.loop.advanceMs(199);
        server.respond(180, Line.octets("180"));
        udp.loop.advanceMs(10_000);
        assertEquals(List.of("199 send 180"), udp.seen());
    }

    @Test
    void answersACopyWithTheLastProvisional() {
        InviteServer server = on(udp);
        server.receiveAgain();
        server.respond(180, Line.octets("180"));
        server.receiveAgain();
        server.respond(183, Line.octets("183"));
        server.receiveAgain();
        assertEquals(List.of("0 send 100", "0 send 180", "0 again 180", "0 send 183", "0 again 183"), udp.seen());
    }

    @Test
    void repeatsAnErrorUntilTimerH() {
        on(udp).respond(486, Line.octets("486"));
        udp.loop.advanceMs(60_000);
        assertEquals(
                List.of(
                        "0 send 486",
                        "500 again 486",
                        "1500 again 486",
                        "3500 again 486",
                        "7500 again 486",
                        "11500 again 486",
                        "15500 again 486",
                        "19500 again 486",
                        "23500 again 486",
                        "27500 again 486",
                        "31500 again 486",
                        "32000 end",
                        "32000 failure no ACK"),
                udp.seen());
    }

    /** A stranger costs one message for each of its own, and little memory. */
    @Test
    void sendsAChallengeOnceForEachInviteAndForgetsItSoon() {
        InviteServer server = on(udp);
        server.respond(407, Line.octets("407"));
        udp.loop.advanceMs(500);
        server.receiveAgain();
        udp.loop.advanceMs(60_000);
        assertEquals(List.of("0 send 407", "500 again 407", "2000 end"), udp.seen());
    }

    @Test
    void absorbsTheAckOfAChallenge() {
        InviteServer server = on(udp);
        server.respond(401, Line.octets("401"));
        assertTrue(server.receiveAck());
        server.receiveAgain();
        udp.loop.advanceMs(60_000);
        assertEquals(List.of("0 send 401", "5000 end"), udp.seen());
    }

    /** Who heard 100 sends its INVITE no more, and would wait in vain. */
    @Test
    void repeatsAChallengeThatCameLate() {
        InviteServer server = on(udp);
        udp.loop.advanceMs(200);
        server.respond(407, Line.octets("407"));
        udp.loop.advanceMs(1_000);
        assertEquals("700 again 407", udp.seen().getLast());
    }

    @Test
    void repeatsAnErrorUntilTheAckThenAbsorbsForTimerI() {
        InviteServer server = on(udp);
        server.respond(486, Line.octets("486"));
        udp.loop.advanceMs(500);
        server.receiveAgain();
        server.receiveAck();
        server.receiveAgain();
        server.receiveAck();
        udp.loop.advanceMs(4_999);
        assertEquals(List.of("0 send 486", "500 again 486", "500 again 486"), udp.seen());
        udp.loop.advanceMs(1);
        assertEquals(List.of("5500 end"), udp.seen());
        assertEquals(0, udp.loop.timers());
    }

    @Test
    void sendsAnErrorOnceOverAReliableTransportAndEndsWithTheAck() {
        InviteServer server = on(tcp);
        server.respond(486, Line.octets("486"));
        tcp.loop.advanceMs(20_000);
        server.receiveAck();
        assertEquals(List.of("0 send 486", "20000 end"), tcp.seen());
    }

    @Test
    void absorbsCopiesOfAnAcceptedInviteUntilTimerL() {
        InviteServer server = on(udp);
        server.respond(200, Line.octets("200"));
        server.receiveAgain();
        server.receiveAck();
        server.respond(200, Line.octets("200"));
        server.respond(486, Line.octets("486"));
        udp.loop.advanceMs(31_999);
        server.receiveAgain();
        udp.loop.advanceMs(1);
        assertEquals(List.of("0 send 200", "0 again 200", "32000 end"), udp.seen());
    }
}
