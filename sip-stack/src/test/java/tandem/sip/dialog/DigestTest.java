package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.sip.SipCredentials;

/** RFC 7616 3.9 (the examples' figures), RFC 2617 3.5. */
class DigestTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    private static String example(Digest.Algorithm algorithm) {
        String a1 = Digest.a1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        return Digest.response(algorithm, a1, NONCE, "00000001", CNONCE, "GET:/dir/index.html");
    }

    @Test
    void examplesOfRfc7616() {
        assertEquals("8ca523f5e9506fed4657c9700eebdbec", example(Digest.Algorithm.MD5));
        assertEquals(
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", example(Digest.Algorithm.SHA_256));
    }

    @Test
    void exampleOfRfc2617() {
        String a1 = Digest.a1(Digest.Algorithm.MD5, "Mufasa", "testrealm@host.com", "Circle Of Life");
        String response = Digest.response(
                Digest.Algorithm.MD5,
                a1,
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "00000001",
                "0a4f113b",
                "GET:/dir/index.html");
        assertEquals("6629fae49393a05397450978507c4ef1", response);
    }

    @Test
    void readsChallengesWithQuotesEscapesAndCommasInThem() {
        DigestChallenge challenge = DigestChallenge.read(
                        "Digest realm=\"a, \\\"b\\\"\", nonce = \"n\" , qop=\"auth-int,auth\",stale=TRUE")
                .orElseThrow();
        assertEquals("a, \"b\"", challenge.get("realm"));
        assertEquals("n", challenge.get("nonce"));
        assertTrue(challenge.offersAuth());
        assertTrue(challenge.stale());
        assertTrue(DigestChallenge.read("Basic realm=\"x\"").isEmpty());
        assertTrue(DigestChallenge.read("Digest realm=\"open").isEmpty());
    }

    private final DigestClient client = new DigestClient(new SipCredentials("a", "b"), new Random(1));

    @Test
    void staleNonceIsNoRefusalAndANewOneIs() {
        assertTrue(challenged("nonce=\"1\""));
        assertTrue(challenged("nonce=\"2\", stale=true"));
        assertTrue(challenged("nonce=\"3\", stale=true"));
        assertFalse(challenged("nonce=\"4\""));
        assertTrue(client.refused());
    }

    /** Servers that forget their nonces without a word (one-time ones) refuse nothing by that. */
    @Test
    void aNonceThatWasTakenMayBeForgotten() {
        assertTrue(challenged("nonce=\"1\""));
        client.accepted();
        client.authorization("INVITE", "sip:x");
        assertTrue(challenged("nonce=\"2\""));
        assertFalse(challenged("nonce=\"3\""));
    }

    private boolean challenged(String rest) {
        boolean makesSense = client.challenged(List.of("Digest realm=\"r\", " + rest));
        client.authorization("INVITE", "sip:x");
        return makesSense;
    }

    /** Figures of an independent computation: RFC 7616 has no example with auth-int. */
    @Test
    void coversTheBodyWhereAskedTo() {
        byte[] body = "v=0 offer".getBytes(StandardCharsets.UTF_8);
        assertEquals("9a29a6f4b4de3fb74446c5e48ae2ea27", integrity(Digest.Algorithm.MD5, body));
        assertEquals(
                "75eb14b30fd54aff2c54450adea1f4ac384a7ed20d7aef9a50e1a3750d45b7f8",
                integrity(Digest.Algorithm.SHA_256, body));
        assertTrue(client.challenged(List.of("Digest realm=\"r\", nonce=\"1\", qop=\"auth-int\"")));
        String value = client.authorization("INVITE", "sip:x", body).orElseThrow();
        assertTrue(value.contains("qop=auth-int, nc=00000001, cnonce="), value);
    }

    private static String integrity(Digest.Algorithm algorithm, byte[] body) {
        String a1 = Digest.a1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        return Digest.integrity(algorithm, a1, NONCE, "00000001:" + CNONCE, "POST:/dir/index.html", body);
    }

    @Test
    void cannotAnswerWhatItDoesNotKnow() {
        assertFalse(client.challenged(List.of("Digest realm=\"r\", nonce=\"1\", algorithm=SHA3-512")));
        assertFalse(client.challenged(List.of("Digest realm=\"r\", nonce=\"1\", qop=\"auth-conf\"")));
        assertTrue(client.authorization("INVITE", "sip:x").isEmpty());
    }

    @Test
    void countsTheUsesOfANonce() {
        client.challenged(List.of("Digest realm=\"r\", nonce=\"1\", qop=\"auth\""));
        assertTrue(client.authorization("INVITE", "sip:x").orElseThrow().contains("nc=00000001"));
        assertTrue(client.authorization("BYE", "sip:x").orElseThrow().contains("nc=00000002"));
    }

    @Test
    void neverShowsThePassword() {
        assertEquals("SipCredentials[a]", new SipCredentials("a", "secret").toString());
    }
}
