package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's TURN server: reached on loopback, by UDP, TCP and TLS, it lends addresses of that network. Its one account is ann's. */
public final class Coturn implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final PortBlock ports = PortBlock.take(30);
    private final Program program;

    /** Starts one that lends ports of that address. */
    public Coturn(String lends) {
        Path folder = Places.fresh("coturn");
        List<String> command = List.of(
                "turnserver",
                "-n",
                "--listening-ip=127.0.0.1",
                "--listening-port=" + ports.port(0),
                "--relay-ip=" + lends,
                "--min-port=" + ports.port(4),
                "--max-port=" + ports.port(29),
                "--lt-cred-mech",
                "--user=ann:secret",
                "--realm=tandem",
                "--tls-listening-port=" + ports.port(1),
                "--cert=" + Places.root().resolve("test-scenarios/src/test/resources/localhost-cert.pem"),
                "--pkey=" + Places.root().resolve("test-scenarios/src/test/resources/localhost-key.pem"),
                "--no-dtls",
                "--no-cli",
                "--no-multicast-peers",
                "--verbose",
                "--log-file=stdout",
                "--pidfile=" + folder.resolve("pid"),
                "--userdb=" + folder.resolve("db"));
        program = new Program(Program.bounded(LIFE, command), folder, Map.of());
        if (!Patience.until(START, () -> program.said("(?i)listener opened on"))) {
            close();
            throw new AssertionError("no TURN server\n" + log());
        }
    }

    /** As a gateway's configuration names it, by udp, tcp or tls. */
    public String server(String transport) {
        int port = ports.port(transport.equals("tls") ? 1 : 0);
        return "ann:secret@127.0.0.1:" + port + ";transport=" + transport;
    }

    /** Where it says by STUN how one is seen, host:port. */
    public String stun() {
        return "127.0.0.1:" + ports.port(0);
    }

    /** How often it printed that. */
    public long said(String expression) {
        return program.printed().stream()
                .filter(line -> line.matches(".*" + expression + ".*"))
                .count();
    }

    /** What it printed. */
    public String log() {
        return String.join("\n", program.printed());
    }

    @Override
    public void close() {
        try (ports) {
            program.close();
        }
    }
}
