package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
    private static String masked(String... lines) {
        String message = String.join("\r\n", lines);
        String masked = new String(SecretMask.of(message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        assertEquals(message.length(), masked.length());
        return masked;
    }

    @Test
    void proofsKeysPinsAndDigitsGoAndAllElseStays() {
        String masked = masked(
                "INVITE sip:1000.2580@host SIP/2.0",
                "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1",
                "Call-ID: 1234.5678@192.0.2.1",
                "From: <sip:101:secret@host>;tag=1",
                "Authorization: Digest username=\"101\", realm=\"t\", nonce=\"n1\", uri=\"sip:host\",",
                "  response=\"0123456789abcdef0123456789abcdef\", cnonce=\"c\", algorithm=MD5",
                "Proxy-Authorization: Bearer eyJhbGciOi.J9",
                "X-PIN: 2580",
                "Content-Type: application/sdp",
                "",
                "v=0",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4",
                "a=ice-pwd:asd88fgpdd777uzjYhagZg",
                "a=rtpmap:0 PCMU/8000",
                "");
        for (String secret : List.of(
                "2580", "secret", "0123456789abcdef", "eyJhbGciOi", "WVNfX19", "asd88fgpdd777", "cnonce=\"c\"")) {
            assertFalse(masked.contains(secret), secret + " in " + masked);
        }
        for (String plain : List.of(
                "INVITE sip:1000.****@host SIP/2.0",
                "Call-ID: 1234.5678@192.0.2.1",
                "username=\"101\"",
                "nonce=\"n1\"",
                "algorithm=MD5",
                "AES_CM_128_HMAC_SHA1_80 inline:" + "X".repeat(40) + "|2^20|1:4",
                "a=rtpmap:0 PCMU/8000",
                "response=\"" + "*".repeat(32) + "\"")) {
            assertTrue(masked.contains(plain), plain + " not in " + masked);
        }
    }

    @Test
    void digitsOfInfoGo() {
        assertTrue(masked("INFO sip:1 SIP/2.0", "Content-Type: application/dtmf-relay", "", "Signal=5", "Duration=160")
                .contains("Signal=*\r\nDuration=160"));
        assertTrue(masked("INFO sip:1 SIP/2.0", "Content-Type: application/dtmf", "", "5")
                .endsWith("\r\n*"));
    }

    @Test
    void whateverComesKeepsItsLength() {
        for (String odd : List.of("", "\r\n", "x", "\r\n\r\nv=0", "A: b\nAuthorization", "Authorization:\r\n\tx\r\n")) {
            masked(odd);
        }
    }
}
