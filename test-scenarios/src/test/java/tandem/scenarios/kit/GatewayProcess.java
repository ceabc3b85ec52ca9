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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The gateway as its own process, on ports and with data of its own, asked over its HTTP API. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration FIRST_START =
            Duration.ofMinutes(4); // the launcher may learn from practice calls before
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int MEDIA_PORTS = 400;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder = Places.fresh("gateway");
    private final PortBlock ports = PortBlock.take(16 + MEDIA_PORTS);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String host;
    private final String plan;
    private final Map<String, String> environment;
    private String more;
    private final List<String> origins;
    private final boolean launcher;
    private Program program;

    private GatewayProcess(String host, String plan, String more, List<String> origins, boolean launcher) {
        this(host, plan, more, origins, launcher, Map.of());
    }

    private GatewayProcess(
            String host,
            String plan,
            String more,
            List<String> origins,
            boolean launcher,
            Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.more = more;
        this.host = host;
        this.launcher = launcher;
        this.plan = plan;
        this.origins = List.copyOf(origins);
        try {
            program = launch();
        } catch (RuntimeException | AssertionError failed) {
            ports.close();
            throw failed;
        }
    }

    /** Rooms 1000 to 1999, 1258 with PIN 2580 and 1400 for tokens only, an echo at 9196 and a tone at 9197. */
    public static GatewayProcess start() {
        return startWith("");
    }

    /** The same by {@code ./tandem run}, as it is started in earnest: of what was packaged, with what the launcher recorded of it. */
    public static GatewayProcess startByLauncher() {
        return new GatewayProcess("127.0.0.1", plan(""), "", List.of(), /* launcher= */ true);
    }

    /** The same as {@link #start}, and pages of those sites may embed it. */
    public static GatewayProcess startFor(String... origins) {
        return start("127.0.0.1", "", List.of(origins));
    }

    /** The same with further rules of the dial plan before them, each a line of YAML. */
    public static GatewayProcess startWith(String rules) {
        return start("127.0.0.1", rules, List.of());
    }

    /** The same with further lines of its configuration besides. */
    public static GatewayProcess startWith(String rules, String more) {
        return new GatewayProcess("127.0.0.1", plan(rules), more, List.of(), /* launcher= */ false);
    }

    /** The same with those keys as environment variables besides. */
    public static GatewayProcess startWith(String rules, String more, Map<String, String> environment) {
        return new GatewayProcess("127.0.0.1", plan(rules), more, List.of(), /* launcher= */ false, environment);
    }

    /** The same with those keys as environment variables alone. */
    public static GatewayProcess startWith(String rules, Map<String, String> environment) {
        return startWith(rules, "", environment);
    }

    /** Puts other lines in the place of those it was started with, and saves its configuration. */
    public void reconfigure(String other) {
        more = other;
        Places.write(folder.resolve("tandem.yaml"), config());
    }

    /** The same, and waits until it is in use; something has to differ. */
    public void reconfigured(String other) {
        long before = applied();
        reconfigure(other);
        Patience.require(() -> "it is taken\n" + String.join("\n", log()), START, () -> applied() > before);
    }

    private long applied() {
        return log().stream()
                .filter(line -> line.contains("tandem.yaml saved: applied"))
                .count();
    }

    /** The same as {@link #start} with SIP and media on IPv6's loopback address alone. */
    public static GatewayProcess startOnIpv6() {
        return start("[::1]", "", List.of());
    }

    private static GatewayProcess start(String host, String rules, List<String> origins) {
        return new GatewayProcess(host, plan(rules), "", origins, /* launcher= */ false);
    }

    private static String plan(String rules) {
        return "rules:\n" + rules
                + "  - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}\n"
                + "  - {name: echo, when: {to: '9196'}, go: {echo: true}}\n"
                + "  - {name: tone, when: {to: '9197'}, go: {tone: 1004}}\n";
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
        List<String> command = new ArrayList<>(launcher ? byLauncher() : byClasspath());
        command.addAll(List.of("run", "--config", config.toString()));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("TANDEM_BUILT", "1");
        Program started = new Program(Program.bounded(LIFE, command), folder, variables);
        Patience.until(launcher ? FIRST_START : START, () -> started.said("^ready") || !started.alive());
        if (!started.said("^ready")) {
            started.close();
            throw new AssertionError("the gateway did not start\n" + String.join("\n", started.printed()));
        }
        return started;
    }

    private static List<String> byLauncher() {
        return List.of(Places.root().resolve("tandem").toString());
    }

    /** Quick to begin and content with little: most stories start several. */
    private static List<String> byClasspath() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "tandem.gateway.Tandem");
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
                "http:",
                "  listen: '127.0.0.1:" + ports.port(2) + "'",
                "  tls: 'off'",
                "  origins: " + origins, // as YAML writes a list too
                "webrtc: {port: " + icePort() + "}",
                "rooms:",
                "  - {name: '1258', pin: '2580'}",
                "  - {name: '1400', token: required}",
                "dialplan: plan.yaml",
                more);
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

    /** Posts that to the API; what it answers, which must be good. */
    public String post(String path, String json) {
        HttpResponse<String> response = ask("POST", path, HttpRequest.BodyPublishers.ofString(json));
        assertTrue(response.statusCode() < 300, response::body);
        return response.body();
    }

    /** What a command of the launcher says of it, such as {@code trunks}. */
    public String command(String... words) {
        List<String> command = new ArrayList<>(byClasspath());
        command.addAll(List.of(words));
        Map<String, String> reach = Map.of("TANDEM_URL", "http://" + httpAddress(), "TANDEM_TOKEN", token());
        try (Program run = new Program(Program.bounded(START, command), folder, reach)) {
            assertEquals(OptionalInt.of(0), run.exit(START), () -> String.join("\n", run.printed()));
            return String.join("\n", run.printed());
        }
    }

    /** Its data folder. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Saves what the API answers to a GET of that path, which may take its time. */
    public Path download(String path, String file) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + httpAddress() + path))
                .header("Authorization", "Bearer " + token())
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<Path> response = http.send(
                    request,
                    HttpResponse.BodyHandlers.ofFile(
                            folder.resolve(file),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
            assertEquals(200, response.statusCode());
            return response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** How that trunk stands, as the API shows it. */
    public JsonNode trunk(String name) {
        return list(get("/v1/trunks")).stream()
                .filter(each -> each.required("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no trunk " + name));
    }

    /** Ends that call by the API. */
    public void hangUp(String id) {
        HttpResponse<String> response = ask("DELETE", "/v1/calls/" + id, HttpRequest.BodyPublishers.noBody());
        assertTrue(response.statusCode() < 300, response::body);
    }

    /** Has a party of that call put through, as the JSON says. */
    public void transfer(String id, String json) {
        HttpResponse<String> response =
                ask("POST", "/v1/calls/" + id + "/transfer", HttpRequest.BodyPublishers.ofString(json));
        assertEquals(202, response.statusCode(), response::body);
    }

    /** Opens a room by the API, set up as that object says. */
    public void open(String room) {
        HttpResponse<String> response = ask("POST", "/v1/rooms", HttpRequest.BodyPublishers.ofString(room));
        assertEquals(201, response.statusCode(), response::body);
    }

    /** Where its HTTP pages and WebSockets are, host:port. */
    public String httpAddress() {
        return "127.0.0.1:" + ports.port(2);
    }

    /** The page of that room. */
    public String page(String room) {
        return "http://" + httpAddress() + "/r/" + room;
    }

    /** The UDP port of its first media loop for browsers; those of other loops follow. */
    public int icePort() {
        return ports.port(4);
    }

    /** A token for that room, good for that long. */
    public String pass(String room, Duration lifetime) {
        String wish = "{\"room\": \"" + room + "\", \"lifetime\": \"" + lifetime + "\"}";
        HttpResponse<String> response = ask("POST", "/v1/tokens", HttpRequest.BodyPublishers.ofString(wish));
        assertEquals(201, response.statusCode(), response::body);
        return read(response.body()).required("token").asText();
    }

    private HttpResponse<String> ask(String path) {
        return ask("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    private HttpResponse<String> ask(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + httpAddress() + path))
                .method(method, body)
                .header("Content-Type", "application/json")
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

    /** How many the roster says are at the door of the room. */
    public int waiting(String room) {
        return (int) roster(room).stream()
                .filter(each -> each.required("state").asText().equals("waiting"))
                .count();
    }

    /** How many in the room the roster says have put it on hold. */
    public int held(String room) {
        return (int) roster(room).stream()
                .filter(each -> each.required("held").asBoolean())
                .count();
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

    /** A device as the API shows it. */
    public JsonNode device(String user) {
        return list(get("/v1/devices")).stream()
                .filter(device -> device.required("user").asText().equals(user))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no device " + user));
    }

    /** How many contacts that device has registered. */
    public int contacts(String user) {
        return device(user).required("contacts").size();
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

    /** A figure of its metrics, by name and labels. */
    public double figure(String name) {
        return Double.parseDouble(metric(name));
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
