package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Decision;
import tandem.sip.SipTraced;

class LaddersTest {
    private final InetSocketAddress us = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5060);
    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5070);

    private void received(Ladders ladders, String callId, long ms, String line) {
        ladders.onMessage(new SipTraced(callId, ms, false, "UDP", peer, us, octets(line)));
    }

    private void sent(Ladders ladders, String callId, long ms, String line) {
        ladders.onMessage(new SipTraced(callId, ms, true, "UDP", us, peer, octets(line)));
    }

    private static byte[] octets(String line) {
        return (line + "\r\nCall-ID: a\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Step.Passed> passed(Ladders ladders, String call) {
        return ladders.of(call).stream().map(Step.Passed.class::cast).toList();
    }

    @Test
    void bothLegsOfACallStandInTheOrderOfTime() {
        Ladders ladders = new Ladders(10);
        received(ladders, "a", 1, "INVITE sip:1 SIP/2.0");
        ladders.bind("call", "a");
        sent(ladders, "b", 2, "INVITE sip:2 SIP/2.0");
        ladders.bind("call", "b");
        received(ladders, "b", 3, "SIP/2.0 486 Busy Here");
        sent(ladders, "a", 4, "SIP/2.0 486 Busy");
        assertEquals(
                List.of("a", "b", "b", "a"),
                passed(ladders, "call").stream().map(Step.Passed::dialog).toList());
        assertEquals("127.0.0.1:5070", passed(ladders, "call").getFirst().from());
    }

    @Test
    void noPinStandsInALadder() {
        Ladders ladders = new Ladders(10);
        ladders.bind("call", "a");
        received(ladders, "a", 1, "INVITE sip:1000.2580@host SIP/2.0");
        sent(ladders, "a", 2, "BYE sip:1000.2580@host SIP/2.0");
        assertEquals(
                List.of("INVITE sip:1000.***@host SIP/2.0", "BYE sip:1000.***@host SIP/2.0"),
                passed(ladders, "call").stream().map(Step.Passed::line).toList());
    }

    @Test
    void aDialogKeepsItsFirstMessagesAndItsLast() {
        Ladders ladders = new Ladders(3);
        ladders.bind("call", "same");
        for (int i = 0; i < 1_000; i++) {
            received(ladders, "same", i, i + " sip:1 SIP/2.0");
        }
        List<Step.Passed> steps = passed(ladders, "call");
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
            received(ladders, "first", i, "OPTIONS sip:1 SIP/2.0");
        }
        ladders.bind("call", "first");
        assertEquals(4, ladders.of("call").size());
        received(ladders, "pushed out", 1, "OPTIONS sip:1 SIP/2.0");
        for (int i = 0; i < 256; i++) {
            received(ladders, "other" + i, i, "OPTIONS sip:1 SIP/2.0");
        }
        ladders.bind("late", "pushed out");
        assertEquals(List.of(), ladders.of("late"));
        assertEquals(4, ladders.of("call").size());
    }

    @Test
    void aLongLineIsCut() {
        Ladders ladders = new Ladders(10);
        ladders.bind("call", "a");
        received(ladders, "a", 1, "INVITE sip:1000@host;x=" + "y".repeat(4_000) + " SIP/2.0");
        received(ladders, "a", 2, "INVITE sip:1000.2580" + "0".repeat(4_000) + "@host SIP/2.0");
        assertEquals(259, passed(ladders, "call").getFirst().line().length());
        assertEquals("INVITE sip:...", passed(ladders, "call").getLast().line());
    }

    @Test
    void callsOfOneCallIdShareItsMessagesAndAreBoundedToo() {
        Ladders ladders = new Ladders(3);
        received(ladders, "a", 1, "INVITE sip:1 SIP/2.0");
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
        received(ladders, "a", 1, "INVITE sip:1 SIP/2.0");
        received(ladders, "b", 1, "INVITE sip:1 SIP/2.0");
        ladders.ended("over");
        assertEquals(1, ladders.of("over").size());
        ladders.bind("new", "c");
        assertEquals(1, ladders.of("old and up").size());
        assertEquals(List.of(), ladders.of("over"));
        ladders.bind("newer", "d");
        assertEquals(List.of(), ladders.of("old and up"));
    }

    @Test
    void whatGrowsTooLargeKeepsFirstLinesAlone() {
        Ladders ladders = new Ladders(4_000);
        String large = "INVITE sip:1000@host SIP/2.0\r\nX: " + "y".repeat(16_000);
        for (int i = 0; i < 3_000; i++) {
            ladders.bind("call" + i, "d" + i);
            received(ladders, "d" + i, i, large);
        }
        assertTrue(passed(ladders, "call0").getFirst().text().isEmpty());
        assertEquals(
                "INVITE sip:1000@host SIP/2.0",
                passed(ladders, "call0").getFirst().line());
        assertTrue(passed(ladders, "call2999").getFirst().text().isPresent());
    }

    @Test
    void decisionsStandBetweenTheMessages() {
        Ladders ladders = new Ladders(10);
        received(ladders, "a", 1, "INVITE sip:1 SIP/2.0");
        ladders.bind("call", "a");
        ladders.onDecided(
                "call",
                new Decision(Instant.ofEpochMilli(1), Decision.About.ROUTE, () -> List.of("rule 'rooms' matches")));
        sent(ladders, "a", 1, "SIP/2.0 200 OK");
        List<Step> steps = ladders.of("call");
        assertTrue(steps.get(1) instanceof Step.Decided);
        assertEquals(Optional.of("call"), ladders.call("a"));
        assertEquals(3, steps.size());
    }
}
