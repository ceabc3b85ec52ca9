package tandem.scenarios.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The gateway as its own process, reached over a network: by HTTP and HTTPS at one address, with SIP and media at another. */
public final class FarGateway implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MEDIA_PORTS = 40;

    private final Path folder = Places.fresh("gateway");
    private final PortBlock ports = PortBlock.take(16 + MEDIA_PORTS);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Order order;
    private final Program program;

    private FarGateway(Order order) {
        this.order = order;
        Places.write(folder.resolve("tandem.yaml"), config());
        Places.write(
                folder.resolve("plan.yaml"), "rules:\n  - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}\n");
        program = new Program(Program.bounded(LIFE, command()), folder, Map.of());
        Patience.until(START, () -> program.said("^ready") || !program.alive());
        if (!program.said("^ready")) {
            close();
            throw new AssertionError("the gateway did not start\n" + log());
        }
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djavax.net.ssl.trustStore=" + trust(),
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-cp",
                System.getProperty("java.class.path"),
                "tandem.gateway.Tandem",
                "run",
                "--config",
                folder.resolve("tandem.yaml").toString());
    }

    /** It believes the certificate that servers of the stories on this machine have. */
    private Path trust() {
        Path store = folder.resolve("trust.p12");
        try (InputStream in =
                Files.newInputStream(Places.root().resolve("test-scenarios/src/test/resources/localhost-cert.pem"))) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "localhost", CertificateFactory.getInstance("X.509").generateCertificate(in));
            try (OutputStream out = Files.newOutputStream(store)) {
                trusted.store(out, "changeit".toCharArray());
            }
            return store;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String config() {
        return String.join(
                "\n",
                "data: data",
                "sip: {udp: '" + sip() + "', tcp: '" + sip() + "'}",
                "media: {bind: " + order.media + ", ports: " + ports.port(16) + "-" + ports.port(15 + MEDIA_PORTS)
                        + "}",
                "h323: {listen: 'off'}",
                "http: {listen: '" + http() + "', tls: '" + https() + "', trusted-proxies: [" + order.trusted + "]}",
                "webrtc: {port: " + ports.port(4) + order.webrtc + "}",
                "dialplan: plan.yaml",
                "");
    }

    /** One whose pages are at that address. */
    public static Order at(String address) {
        return new Order(address);
    }

    private String sip() {
        return order.media + ":" + ports.port(0);
    }

    /** Where it is by HTTP, host:port. */
    public String http() {
        return order.address + ":" + ports.port(2);
    }

    /** Where it is by HTTPS, host:port. */
    public String https() {
        return order.address + ":" + ports.port(3);
    }

    /** That user's SIP address. */
    public String uri(String user) {
        return "sip:" + user + "@" + sip();
    }

    /** How many are in that room. */
    public int inRoom(String room) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + http() + "/v1/rooms/" + room + "/participants"))
                .header(
                        "Authorization",
                        "Bearer "
                                + Places.read(folder.resolve("data/admin-token"))
                                        .trim())
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode all = new JsonMapper().readTree(response.body());
            return response.statusCode() == 200 ? all.size() : 0;
        } catch (JsonProcessingException odd) {
            throw new AssertionError(odd);
        } catch (IOException failed) {
            throw new UncheckedIOException(log(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What it logged and printed. */
    public String log() {
        return String.join("\n", program.printed());
    }

    @Override
    public void close() {
        try (ports;
                client) {
            program.close();
        }
    }

    /** What kind of gateway. */
    public static final class Order {
        private final String address;
        private String media;
        private String trusted = "";
        private String webrtc = "";

        private Order(String address) {
            this.address = address;
            this.media = address;
        }

        /** SIP and media are at that address. */
        public Order media(String wanted) {
            media = wanted;
            return this;
        }

        /** It believes what the proxy at that address says. */
        public Order trusting(String proxy) {
            trusted = "'" + proxy + "/32'";
            return this;
        }

        /** With those keys of webrtc too, as YAML has them in a line. */
        public Order webrtc(String keys) {
            webrtc = ", " + keys;
            return this;
        }

        /** Starts it. */
        public FarGateway start() {
            return new FarGateway(this);
        }
    }
}
