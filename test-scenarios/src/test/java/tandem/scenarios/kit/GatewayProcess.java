package tandem.scenarios.kit;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The gateway as its own process, on ports and with data of its own, asked over its HTTP API. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int MEDIA_PORTS = 400;

    private final Path folder = Places.fresh("gateway");
    private final PortBlock ports = PortBlock.take(16 + MEDIA_PORTS);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String plan;
    private final String extra;
    private Program program;

    private GatewayProcess(String plan, String extra) {
        this.plan = plan;
        this.extra = extra;
        program = launch();
    }

    /** Rooms 1000 to 1999, 1258 with PIN 2580, an echo at 9196 and a tone at 9197. */
    public static GatewayProcess start() {
        return startWith("");
    }

    /** The same with further rules of the dial plan before them, each a line of YAML. */
    public static GatewayProcess startWith(String rules) {
        String plan = "rules:\n" + rules
                + "  - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}\n"
                + "  - {name: echo, when: {to: '9196'}, go: {echo: true}}\n"
                + "  - {name: tone, when: {to: '9197'}, go: {tone: 1004}}\n";
        return new GatewayProcess(plan, "");
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
        Program started = new Program(command, folder, Map.of());
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
                "  udp: 127.0.0.1:" + ports.port(0),
                "  tcp: 127.0.0.1:" + ports.port(0),
                "  tls: 127.0.0.1:" + ports.port(1),
                "  certificate: " + resources.resolve("localhost-cert.pem"),
                "  key: " + resources.resolve("localhost-key.pem"),
                "media: {bind: 127.0.0.1, ports: " + ports.port(16) + "-" + ports.port(15 + MEDIA_PORTS) + "}",
                "h323: {listen: 'off'}",
                "http: {listen: '127.0.0.1:" + ports.port(2) + "', tls: 'off'}",
                "rooms:",
                "  - {name: '1258', pin: '2580'}",
                "dialplan: plan.yaml",
                extra);
    }

    /** Its SIP address over UDP and TCP, host:port. */
    public String address() {
        return ports.address();
    }

    /** Its SIP address over UDP. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.port(0));
    }

    /** That user's URI over UDP. */
    public String uri(String user) {
        return "sip:" + user + "@" + ports.address();
    }

    /** That user's URI over TCP or TLS. */
    public String uri(String user, String transport) {
        int port = transport.equals("tls") ? ports.port(1) : ports.port(0);
        return "sip:" + user + "@127.0.0.1:" + port + ";transport=" + transport;
    }

    /** What the API answers to a GET of that path. */
    public String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.port(2) + path))
                .header("Authorization", "Bearer " + token())
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
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

    /** The roster of a room as the API shows it; an empty list where there is no such room. */
    public String roster(String room) {
        String answer = get("/v1/rooms/" + room + "/participants");
        return answer.contains("\"id\"") ? answer : "[]";
    }

    /** How many the roster says are in the room. */
    public int inRoom(String room) {
        return occurrences(roster(room), "\"joined\"");
    }

    /** How many in the room the roster says are muted. */
    public int muted(String room) {
        return occurrences(roster(room).replace(" ", ""), "\"muted\":true");
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
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

    @Override
    public void close() {
        program.close();
        ports.close();
    }
}
