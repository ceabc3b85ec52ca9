package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.media.dtls.SelfSigned;

class OwnCertificateTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final SelfSigned.Names NAMES = names("127.0.0.1", "192.0.2.7", "2001:db8::7");

    @TempDir
    Path data;

    private static SelfSigned.Names names(String... addresses) {
        return new SelfSigned.Names(
                List.of("localhost", "desk"),
                List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
    }

    private X509Certificate at(Instant now, SelfSigned.Names names) throws Exception {
        return OwnCertificate.of(data, now, names).certificate();
    }

    @Test
    void namesTheMachineForSomeYearsAndIsKept() throws Exception {
        X509Certificate made = at(NOW, NAMES);
        assertEquals(
                List.of("localhost", "desk", "127.0.0.1", "192.0.2.7", "2001:db8:0:0:0:0:0:7"),
                made.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList());
        assertEquals(NOW.plus(Duration.ofDays(825)), made.getNotAfter().toInstant());
        made.verify(made.getPublicKey());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("https.key"))));
        assertEquals(made, at(NOW.plus(Duration.ofDays(700)), NAMES));
        assertEquals(made, at(NOW, names("127.0.0.1")), "an address that is gone does no harm");
    }

    @Test
    void isMadeAnewWhenItExpiresOrTheMachineHasAnotherAddress() throws Exception {
        X509Certificate first = at(NOW, NAMES);
        X509Certificate second = at(NOW.plus(Duration.ofDays(800)), NAMES);
        assertNotEquals(first, second);
        X509Certificate third = at(NOW.plus(Duration.ofDays(800)), names("127.0.0.1", "198.51.100.1"));
        assertNotEquals(second, third);
    }

    @Test
    void isMadeAnewWhereWhatLiesThereCannotBeRead() throws Exception {
        at(NOW, NAMES);
        Files.writeString(data.resolve("https.key"), "nonsense");
        at(NOW, NAMES);
        assertTrue(Files.readString(data.resolve("https.key")).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    }

    @Test
    void aKeyOfAnotherCertificateIsToldAsSuch() throws Exception {
        at(NOW, NAMES);
        Path certificate = Files.copy(data.resolve("https.pem"), data.resolve("other.pem"));
        Files.delete(data.resolve("https.pem"));
        at(NOW, NAMES);
        CannotListen wrong =
                assertThrows(CannotListen.class, () -> HttpsIdentity.read(certificate, data.resolve("https.key")));
        assertEquals("http.key", wrong.key());
        CannotListen swapped =
                assertThrows(CannotListen.class, () -> HttpsIdentity.read(data.resolve("https.key"), certificate));
        assertEquals("http.certificate", swapped.key());
    }
}
