package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.call.Decision;
import tandem.gateway.sip.Step;
import tandem.sip.SipTraced;

class LadderDrawingTest {
    private static final InetSocketAddress US = at("192.0.2.1");
    private static final long NOON = Instant.parse("2026-11-27T12:00:00.120Z").toEpochMilli();

    private static InetSocketAddress at(String host) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), 5060);
    }

    private static Step message(long number, boolean sent, String peer, String line) {
        byte[] octets = (line + "\r\nCall-ID: a\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return Step.Passed.of(
                number, new SipTraced("a", NOON, sent, "UDP", sent ? US : at(peer), sent ? at(peer) : US, octets));
    }

    private static Step decision(String... words) {
        return new Step.Decided(
                2, new Decision(Instant.ofEpochMilli(NOON), Decision.About.ROUTE, () -> List.of(words)));
    }

    @Test
    void hasAColumnForEachAddressAndArrowsBetweenThem() {
        String drawn = LadderDrawing.of(
                List.of(
                        message(1, false, "192.0.2.7", "INVITE sip:b@h SIP/2.0"),
                        decision("to b, by rule 'out'", "rule 'x' (line 3) does not match: to"),
                        message(3, true, "192.0.2.9", "INVITE sip:b@h SIP/2.0"),
                        message(4, false, "192.0.2.9", "SIP/2.0 486 Busy Here")),
                false);
        List<String> lines = drawn.lines().toList();
        assertEquals(6, lines.size(), drawn);
        assertTrue(lines.get(0).matches(" +192\\.0\\.2\\.7:5060 +Tandem +192\\.0\\.2\\.9:5060"), lines.get(0));
        assertTrue(lines.get(1).matches("12:00:00\\.12.? +\\|-+ INVITE b -+>\\| +\\|"), lines.get(1));
        assertEquals("              * route: to b, by rule 'out'", lines.get(2));
        assertEquals("                  rule 'x' (line 3) does not match: to", lines.get(3));
        assertTrue(lines.get(4).matches("12.* \\| +\\|-+ INVITE b -+>\\|"), lines.get(4));
        assertTrue(lines.get(5).matches("12.* \\| +\\|<-+ 486 Busy Here -+\\|"), lines.get(5));
    }

    @Test
    void whatATerminalWouldObeyIsShownAsAMark() {
        String drawn = LadderDrawing.of(List.of(message(1, false, "192.0.2.7", "INVITE sip:\u001b[2J SIP/2.0")), true);
        assertTrue(drawn.indexOf('\u001b') < 0, drawn);
        assertTrue(drawn.contains("    Call-ID: a"), drawn);
    }

    @Test
    void nothingIsAHeadAlone() {
        assertEquals(1, LadderDrawing.of(List.of(), false).lines().count());
    }
}
