package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.base.Clock;
import tandem.media.dtls.SelfSigned;

/** HTTPS out of the box, and the pages. */
class HttpsTest {
    @TempDir
    Path folder;

    private LiveGateway gateway;
    private HttpClient client;

    HttpsTest() {}

    @BeforeEach
    void up() throws Exception {
        gateway = new LiveGateway(
                folder,
                "data: " + folder + "\nhttp: {origins: ['https://shop.example.org']}\n",
                Map.of("TANDEM_HTTP_TLS", "127.0.0.1:0"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusting(folder.resolve("https.pem")), null);
        client = HttpClient.newBuilder().sslContext(context).build();
    }

    @AfterEach
    void down() {
        gateway.close();
        client.shutdownNow();
    }

    private static TrustManager[] trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate ours = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setCertificateEntry("ours", ours);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + gateway.at("https") + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("-");
    }

    @Test
    void aBrowserThatTrustsTheCertificateFindsItRight() throws Exception {
        HttpResponse<String> health = get("/health");
        assertEquals(200, health.statusCode());
        assertTrue(health.body().contains("\"https\""), health.body());
        assertTrue(health.sslSession().orElseThrow().getProtocol().startsWith("TLSv1."));
        assertTrue(gateway.ready().contains("https 127.0.0.1:"), gateway.ready());
        assertTrue(gateway.ready().contains("http 127.0.0.1:"), gateway.ready());
    }

    @Test
    void webSocketsComeThatWayToo() throws Exception {
        TestSocket socket = new TestSocket(
                client, "wss://" + gateway.at("https") + "/v1/events?access_token=" + gateway.token(), List.of());
        assertTrue(socket.text().startsWith("{\"type\":\"snapshot\""));
    }

    @Test
    void theRoomsPageMayOnlyDoWhatItNeeds() throws Exception {
        HttpResponse<String> page = get("/r/1000?token=secret");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type").replace(";charset", "; charset"));
        assertEquals(
                "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; "
                        + "frame-ancestors 'self' https://shop.example.org",
                header(page, "Content-Security-Policy"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertEquals("no-referrer", header(page, "Referrer-Policy"));
        assertEquals("microphone=(self)", header(page, "Permissions-Policy"));
        assertEquals("no-cache", header(page, "Cache-Control"));
        assertEquals(304, get("/r/1001", "If-None-Match", header(page, "ETag")).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"https://shop.example.org,https://shop.example.org", "https://evil.example.org,-"})
    void scriptsMayBeImportedByTheSitesThatAreNamed(String origin, String allowed) throws Exception {
        HttpResponse<String> script = get("/client.mjs", "Origin", origin);
        assertEquals(200, script.statusCode());
        assertTrue(header(script, "Content-Type").startsWith("text/javascript"));
        assertEquals(allowed, header(script, "Access-Control-Allow-Origin"));
        assertEquals("Origin", header(script, "Vary"));
        assertEquals(allowed, header(get("/web/probe.css", "Origin", origin), "Access-Control-Allow-Origin"));
    }

    @ParameterizedTest
    @CsvSource({
        "/web/missing.mjs",
        "/web/..%2Fgateway%2Fhttp%2Fopenapi.json",
        "/web/%2e%2e/x.json",
        "/web/.probe.css",
        "/web/probe",
        "/web/a/probe.css"
    })
    void whatIsNotThereIsNotServed(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + " " + answer.statusCode());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
    }

    @Test
    void thePageNamesThePortOfHttps() throws Exception {
        String port = gateway.at("https").substring(gateway.at("https").lastIndexOf(':') + 1);
        String page = get("/r/1001").body();
        assertTrue(page.contains("<meta name=\"tandem-https-port\" content=\"" + port + "\">"), page);
        String sip = gateway.at("sip/udp").substring(gateway.at("sip/udp").lastIndexOf(':'));
        assertTrue(page.contains("<meta name=\"tandem-sip\" content=\"" + sip + "\">"), page);
    }

    @Test
    void withoutHttpsThePageNamesNone() throws Exception {
        Path other = Files.createDirectories(folder.resolve("plain"));
        try (LiveGateway plain = new LiveGateway(other, "data: " + other + "\n")) {
            String page = plain.get("/r/1001").body().textValue();
            assertTrue(page.contains("<meta name=\"tandem-https-port\" content=\"\">"), page);
            assertTrue(Files.notExists(other.resolve("https.pem")));
        }
    }

    private static void write(Path at) throws Exception {
        SelfSigned made = SelfSigned.make(
                new SecureRandom(),
                Instant.ofEpochMilli(Clock.system().epochMs()),
                Duration.ofDays(1),
                new SelfSigned.Names(List.of("localhost"), List.of()));
        Files.writeString(at.resolve("own.key"), made.keyPem());
        Files.writeString(at.resolve("own.pem"), made.certificatePem());
    }

    /** The certificate a connection is shown, whatever it is. */
    private static Certificate shown(LiveGateway by) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            String at = by.at("https");
            int port = Integer.parseInt(at.substring(at.lastIndexOf(':') + 1));
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                return socket.getSession().getPeerCertificates()[0];
            }
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aCertificateThatIsRenewedOnDiskIsShown() throws Exception {
        Path other = Files.createDirectories(folder.resolve("own"));
        write(other);
        String configuration = "data: " + other + "\nhttp: {certificate: " + other.resolve("own.pem") + ", key: "
                + other.resolve("own.key") + "}\n";
        try (LiveGateway own = new LiveGateway(other, configuration, Map.of("TANDEM_HTTP_TLS", "127.0.0.1:0"))) {
            Certificate first = shown(own);
            assertTrue(Files.notExists(other.resolve("https.pem")));
            write(other);
            own.await("/health", _ -> !shown(own).equals(first));
            assertNotEquals(first, shown(own));
        }
    }
}
