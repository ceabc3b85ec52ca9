package tandem.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The called side counts what a caller might only believe. */
class AnsweringTest {
    private static final long SECOND = 1_000_000_000L;

    private final InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    private final List<String> sent = new ArrayList<>();
    private final Answering answering =
            new Answering("127.0.0.1:9", "u", offer -> "v=0\r\n" + offer, (message, to) -> sent.add(message));

    private void comes(String method, int cseq, long nowNs) {
        String text = method + " sip:9@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
                + "From: <sip:a@127.0.0.1>;tag=a\r\nTo: <sip:9@127.0.0.1>\r\nCall-ID: one\r\nCSeq: " + cseq + " "
                + method + "\r\nContent-Length: 0\r\n\r\n";
        answering.on(new SipText(text), gateway, nowNs);
    }

    @Test
    void says200AgainUntilItsAckComes() {
        comes("INVITE", 1, 0);
        sent.clear();
        assertEquals(0, answering.repeat(SECOND / 4));
        assertEquals(1, answering.repeat(SECOND));
        assertTrue(sent.getFirst().startsWith("SIP/2.0 200 OK"), sent.getFirst());
        comes("ACK", 1, SECOND);
        assertEquals(0, answering.repeat(60 * SECOND));
    }

    @Test
    void aCallIsWholeOnlyWithItsAckAndItsBye() {
        comes("INVITE", 1, 0);
        comes("INVITE", 1, 0);
        assertEquals(new Answering.Count(1, 0, 0), answering.count());
        comes("ACK", 1, 0);
        comes("ACK", 1, 0);
        assertFalse(answering.count().all(1));
        comes("BYE", 2, 0);
        comes("BYE", 2, 0);
        assertTrue(answering.count().all(1));
    }

    @Test
    void anAnswerThatCannotBeMadeIsToldAndEndsNothing() {
        Answering unfit = new Answering(
                "127.0.0.1:9",
                "u",
                offer -> {
                    throw new MeasureFailed("no audio");
                },
                (message, to) -> sent.add(message));
        unfit.on(new SipText("INVITE sip:9@127.0.0.1 SIP/2.0\r\nCall-ID: one\r\nCSeq: 1 INVITE\r\n\r\n"), gateway, 0);
        assertEquals("no audio", unfit.fault().orElseThrow().getMessage());
        assertTrue(sent.getLast().startsWith("SIP/2.0 500 "), sent.getLast());
    }
}
