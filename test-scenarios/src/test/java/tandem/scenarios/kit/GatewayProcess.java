package tandem.scenarios.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The gateway as its own process, on ports and with data of its own, asked over its HTTP API. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int MEDIA_PORTS = 400;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder = Places.fresh("gateway");
    private final PortBlock ports = PortBlock.take(16 + MEDIA_PORTS);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String host;
    private final String plan;
    private Program program;

    private GatewayProcess(String host, String plan) {
        this.host = host;
        this.plan = plan;
        try {
            program = launch();
        } catch (RuntimeException | AssertionError failed) {
            ports.close();
            throw failed;
        }
    }

    /** Rooms 1000 to 1999, 1258 with PIN 2580, an echo at 9196 and a tone at 9197. */
    public static GatewayProcess start() {
        return startWith("");
    }

    /** The same with further rules of the dial plan before them, each a line of YAML. */
    public static GatewayProcess startWith(String rules) {
        return start("127.0.0.1", rules);
    }

    /** The same as {@link #start} with SIP and media on IPv6's loopback address alone. */
    public static GatewayProcess startOnIpv6() {
        return start("[::1]", "");
    }

    private static GatewayProcess start(String host, String rules) {
        String plan = "rules:\n" + rules
                + "  - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}\n"
                + "  - {name: echo, when: {to: '9196'}, go: {echo: true}}\n"
                + "  - {name: tone, when: {to: '9197'}, go: {tone: 1004}}\n";
        return new GatewayProcess(host, plan);
    }

    /** A line of a dial plan that sends that user to somebody at that port of this machine. */
    public static String rule(String user, int port) {
        return "  - {name: to-" + user + ", when: {to: '" + user + "'}, go: {address: 'sip:" + user + "@127.0.0.1:"
                + port + "'}}\n";
    }

    private Program launch() {
        Path config = folder.resolve("tandem.yaml");
        Places.write(config, config());
        Places.write(folder.resolve("plan.yaml"), plan);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of("tandem.gateway.Tandem", "run", "--config", config.toString()));
        Program started = new Program(Program.bounded(LIFE, command), folder, Map.of());
        Patience.until(START, () -> started.said("^ready") || !started.alive());
        if (!started.said("^ready")) {
            started.close();
            throw new AssertionError("the gateway did not start\n" + String.join("\n", started.printed()));
        }
        return started;
    }

    private String config() {
        Path resources = Places.root().resolve("test-scenarios/src/test/resources");
        return String.join(
                "\n",
                "data: data",
                "sip:",
                "  udp: '" + address() + "'",
                "  tcp: '" + address() + "'",
                "  tls: '" + host + ":" + ports.port(1) + "'",
                "  certificate: " + resources.resolve("localhost-cert.pem"),
                "  key: " + resources.resolve("localhost-key.pem"),
                "media: {bind: '" + host.replaceAll("[\\[\\]]", "") + "', ports: " + ports.port(16) + "-"
                        + ports.port(15 + MEDIA_PORTS) + "}",
                "h323: {listen: 'off'}",
                "http: {listen: '127.0.0.1:" + ports.port(2) + "', tls: 'off'}",
                "rooms:",
                "  - {name: '1258', pin: '2580'}",
                "dialplan: plan.yaml",
                "");
    }

    /** Its SIP address over UDP and TCP, host:port. */
    public String address() {
        return host + ":" + ports.port(0);
    }

    /** Its SIP address over UDP. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.port(0));
    }

    /** That user's URI over UDP. */
    public String uri(String user) {
        return "sip:" + user + "@" + address();
    }

    /** That user's URI over TCP or TLS. */
    public String uri(String user, String transport) {
        int port = transport.equals("tls") ? ports.port(1) : ports.port(0);
        return "sip:" + user + "@127.0.0.1:" + port + ";transport=" + transport;
    }

    /** What the API answers to a GET of that path; fails where it answers with anything but 200. */
    public String get(String path) {
        HttpResponse<String> response = ask(path);
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + " " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.port(2) + path))
                .header("Authorization", "Bearer " + token())
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(String.join("\n", log()), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private String token() {
        return Places.read(folder.resolve("data/admin-token")).trim();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException odd) {
            throw new AssertionError(json, odd);
        }
    }

    /** Who is in a room, as the API shows them; nobody where there is no such room. */
    public List<JsonNode> roster(String room) {
        String path = "/v1/rooms/" + room + "/participants";
        HttpResponse<String> response = ask(path);
        return response.statusCode() == 404 ? List.of() : list(get(path));
    }

    private static List<JsonNode> list(String json) {
        JsonNode all = read(json);
        assertTrue(all.isArray(), json);
        List<JsonNode> each = new ArrayList<>();
        all.forEach(each::add);
        return each;
    }

    /** How many the roster says are in the room. */
    public int inRoom(String room) {
        return roster(room).size();
    }

    /** How many in the room the roster says are muted. */
    public int muted(String room) {
        return (int) roster(room).stream()
                .filter(each -> each.required("muted").asBoolean())
                .count();
    }

    /** All calls the API tells of, live and past. */
    public List<JsonNode> calls() {
        return list(get("/v1/calls"));
    }

    /** How many calls are not over: ringing ones too. */
    public int callsLeft() {
        return (int) calls().stream()
                .filter(call -> !call.required("state").asText().equals("ended"))
                .count();
    }

    /** The newest call to that user, live or past. */
    public JsonNode callTo(String dialled) {
        return calls().stream()
                .filter(call -> call.required("dialled").asText().equals(dialled))
                .max(Comparator.comparing(
                        call -> Instant.parse(call.required("began").asText())))
                .orElseThrow(() -> new AssertionError("no call to " + dialled));
    }

    /** What it logged and printed. */
    public List<String> log() {
        return program.printed();
    }

    /** SIGTERM. */
    public void terminate() {
        program.terminate();
    }

    /** SIGKILL. */
    public void kill() {
        program.kill();
    }

    /** Its exit code, waiting for its end that long. */
    public OptionalInt exit(Duration limit) {
        return program.exit(limit);
    }

    /** Starts it again with the same configuration and data. */
    public void restart() {
        program = launch();
    }

    /** Ends it, and fails where one of its calls ended by an error of its own. */
    @Override
    public void close() {
        try {
            if (program.alive()) {
                assertEquals("0.0", metric("tandem_bugs_total"), () -> String.join("\n", log()));
            }
        } finally {
            program.close();
            ports.close();
        }
    }

    private String metric(String name) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
