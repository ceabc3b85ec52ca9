package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;

class MultipartTest {
    private static Body body(String type, String text) {
        return new Body(type, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void findsTheDescriptionBesideAnIsupPart() {
        String text = String.join(
                "\r\n",
                "--x1",
                "Content-Type: application/isup;version=ansi",
                "",
                "\u0001\u00ff\u0002",
                "--x1",
                "Content-Type: application/sdp",
                "Content-Disposition: session",
                "",
                "v=0",
                "o=- 1 1 IN IP4 h",
                "--x1--");
        Body sdp = Multipart.sdp(body("multipart/mixed;boundary=x1", text)).orElseThrow();
        assertEquals("application/sdp", sdp.contentType());
        assertTrue(sdp.text().startsWith("v=0\r\n"), sdp.text());
    }

    /** The letter grows when it is made small. */
    @Test
    void aTypeOfStrangeLettersIsNoTrouble() {
        String type = "multipart/mixed;x=" + "\u0130".repeat(40) + ";Boundary=b";
        String text = "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--";
        assertTrue(Multipart.sdp(body(type, text)).isPresent());
        assertTrue(Multipart.sdp(body("multipart/mixed;x=\u0130\u0130\u0130\u0130;boundary=", text))
                .isEmpty());
    }

    @Test
    void takesAQuotedBoundary() {
        String text = "--a b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--a b--";
        assertTrue(
                Multipart.sdp(body("Multipart/Mixed; boundary=\"a b\"", text)).isPresent());
    }

    @Test
    void isNotLedAstrayByBrokenParts() {
        assertTrue(Multipart.sdp(body("multipart/mixed", "--x\r\n")).isEmpty());
        assertTrue(Multipart.sdp(body("multipart/mixed;boundary=", "--x\r\n")).isEmpty());
        assertTrue(Multipart.sdp(body("multipart/mixed;boundary=\"", "--x\r\n")).isEmpty());
        assertTrue(Multipart.sdp(body("multipart/mixed;boundary=x", "--x")).isEmpty());
        assertTrue(Multipart.sdp(body("text/plain", "v=0")).isEmpty());
    }
}
