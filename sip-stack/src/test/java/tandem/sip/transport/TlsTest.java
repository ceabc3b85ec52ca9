package tandem.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.base.OutsideAddress;

/** SIP over TLS with certificates in PEM, as an operator has them. */
class TlsTest {
    private static final Path PEM = Path.of("src/test/resources/pem");
    private static final Tls.Identity LOCALHOST =
            new Tls.Identity(PEM.resolve("localhost.crt"), PEM.resolve("localhost.key"));
    private static final Tls.Trust ITSELF = new Tls.Trust.Authorities(PEM.resolve("localhost.crt"));

    private static TransportSettings settings(Tls.Identity identity, Tls.Trust trust) {
        return TransportSettings.on(Wires.loopback(0)).withTls(Wires.loopback(0), identity, trust);
    }

    private static Hop named(Wires called, String host) {
        return new Hop(TransportType.TLS, called.address(TransportType.TLS), host);
    }

    @Test
    void carriesARequestAndItsResponseToANameTheCertificateCarries() throws Exception {
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                Wires caller = new Wires(settings(LOCALHOST, ITSELF))) {
            caller.options(named(called, "localhost"), "tls");
            Wires.Arrived arrived = called.next();
            assertEquals("TLS", arrived.request().transport());
            assertEquals("TLS", arrived.request().topVia().transport());
            assertEquals(
                    caller.address(TransportType.TLS).getPort(),
                    arrived.request().topVia().port());
            called.reply(arrived, 200);
            assertEquals(200, caller.next().response().status());
        }
    }

    /** Who shows another certificate, or believes somebody else, is another, be the address the same. */
    @Test
    void aConnectionIsSharedByWhatWasMadeWithTheSameCertificates() throws Exception {
        Tls.Identity other = new Tls.Identity(PEM.resolve("localhost-rsa.crt"), PEM.resolve("localhost-rsa.pkcs1.key"));
        Tls first = Tls.of(Optional.of(LOCALHOST), new Tls.Trust.Anybody());
        Tls second = Tls.of(Optional.of(other), new Tls.Trust.Anybody());
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                Wires caller = new Wires(settings(LOCALHOST, ITSELF))) {
            Map<String, Tls> own = Map.of("one.example", first, "two.example", second);
            caller.loop.post(() -> caller.transports.tls(own));
            Flow one = asked(caller, called, "one.example", "1");
            Flow two = asked(caller, called, "two.example", "2");
            Flow none = asked(caller, called, "localhost", "3");
            assertNotSame(one, two);
            assertNotSame(one, none);
            assertNotSame(two, none);
            Map<String, Tls> again = Map.of(
                    "one.example", Tls.of(Optional.of(LOCALHOST), new Tls.Trust.Anybody()), "three.example", second);
            caller.loop.post(() -> caller.transports.tls(again));
            assertSame(one, asked(caller, called, "one.example", "4"), "the files were read again");
            assertSame(two, asked(caller, called, "three.example", "5"));
            assertSame(none, asked(caller, called, "localhost", "6"));
        }
    }

    /** The Contact of a call leads back to where the call went, by whatever connection it went. */
    @Test
    void anAddressThatNothingIsSaidOfIsReachedByTheConnectionThatIsUp() throws Exception {
        Tls own = Tls.of(Optional.of(LOCALHOST), new Tls.Trust.Anybody());
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                Wires caller = new Wires(settings(LOCALHOST, ITSELF))) {
            caller.loop.post(() -> caller.transports.tls(Map.of("one.example", own)));
            Flow one = asked(caller, called, "one.example", "1");
            assertSame(one, asked(caller, called, "127.0.0.1", "2"));
        }
    }

    /** The connection an OPTIONS went by, as who was asked has it. */
    private static Flow asked(Wires caller, Wires called, String host, String branch) throws Exception {
        caller.options(named(called, host), branch);
        Wires.Arrived arrived = called.next();
        assertEquals(branch, arrived.request().callId());
        return arrived.flow();
    }

    @Test
    void doesNotTalkToACertificateOfAnotherName() throws Exception {
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                Wires caller = new Wires(settings(LOCALHOST, ITSELF))) {
            CompletableFuture<String> failed = caller.options(named(called, "other.example"), "tls");
            String why = failed.get(5, TimeUnit.SECONDS);
            assertTrue(why.contains("other.example"), why);
            assertTrue(called.arrived.isEmpty());
        }
    }

    @Test
    void doesNotTalkToAnUnknownAuthorityUnlessToldToTalkToAnybody() throws Exception {
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                Wires careful = new Wires(settings(LOCALHOST, Tls.Trust.system()));
                Wires careless = new Wires(settings(LOCALHOST, new Tls.Trust.Anybody()))) {
            assertTrue(careful.options(named(called, "localhost"), "tls")
                    .get(5, TimeUnit.SECONDS)
                    .startsWith("TLS to "));
            careless.options(named(called, "other.example"), "anybody");
            assertEquals("anybody", called.next().request().callId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersions(String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, io.netty.handler.ssl.util.InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF));
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(called.address(TransportType.TLS));
            socket.setSoTimeout(5000);
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertEquals(version, socket.getSession().getProtocol());
            socket.getOutputStream().write(Wires.text("SIP/2.0/TLS 127.0.0.1;branch=z9hG4bK1"));
            called.reply(called.next(), 200);
            byte[] answer = new byte[14];
            assertEquals(14, socket.getInputStream().readNBytes(answer, 0, 14));
            assertEquals("SIP/2.0 200 OK", new String(answer, java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    @Test
    void endsAHandshakeThatDoesNotGoOn() throws Exception {
        TransportSettings.Limits limits = new TransportSettings.Limits(10, 60_000, 60_000, 60_000, 200, 100_000);
        try (Wires called = new Wires(settings(LOCALHOST, ITSELF).with(limits));
                java.net.Socket silent = new java.net.Socket()) {
            silent.connect(called.address(TransportType.TLS));
            silent.setSoTimeout(5000);
            assertEquals(-1, silent.getInputStream().read());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.sec1.key", "localhost-rsa.pkcs1.key"})
    void takesOlderKeyFormatsToo(String key) throws Exception {
        String certificate = key.contains("rsa") ? "localhost-rsa.crt" : "localhost.crt";
        Tls.Identity identity = new Tls.Identity(PEM.resolve(certificate), PEM.resolve(key));
        try (Wires called = new Wires(settings(identity, ITSELF));
                Wires caller = new Wires(settings(LOCALHOST, new Tls.Trust.Authorities(PEM.resolve(certificate))))) {
            caller.options(named(called, "localhost"), "tls");
            assertEquals("tls", called.next().request().callId());
        }
    }

    @Test
    void namesTheFileThatCannotBeUsed(@TempDir Path folder) throws Exception {
        Path junk = Files.writeString(folder.resolve("junk.pem"), "no key in here\n");
        Path gone = folder.resolve("gone.pem");
        for (Tls.Identity each : List.of(
                new Tls.Identity(LOCALHOST.certificate(), junk),
                new Tls.Identity(junk, LOCALHOST.key()),
                new Tls.Identity(gone, LOCALHOST.key()))) {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> new Wires(settings(each, ITSELF)).close());
            String message = String.valueOf(failed.getMessage());
            assertTrue(message.contains(".pem"), message);
        }
        TransportSettings without = new TransportSettings(
                List.of(),
                List.of(),
                List.of(new InetSocketAddress(0)),
                Optional.empty(),
                ITSELF,
                OutsideAddress.none(),
                TransportSettings.Limits.USUAL);
        assertThrows(ExecutionException.class, () -> new Wires(without).close());
    }
}
