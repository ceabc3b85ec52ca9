package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Debian's PostgreSQL with a cluster and a port of its own; as its own user where we are root, which it refuses to run as. */
public final class Postgres implements AutoCloseable {
    private static final Duration INIT = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String PASSWORD = "a secret of this test";

    private final Path folder = fresh();
    private final PortBlock ports = PortBlock.take(1);
    private Program server;

    private Postgres() {
        try {
            Places.write(folder.resolve("password"), PASSWORD + "\n");
            if (root()) {
                run(List.of("chown", "-R", "postgres", folder.toString()));
            }
            run(asItself(
                    "initdb",
                    "-D",
                    folder.resolve("data").toString(),
                    "-U",
                    "tandem",
                    "--auth=scram-sha-256",
                    "--pwfile=" + folder.resolve("password"),
                    "--no-sync",
                    "-E",
                    "UTF8",
                    "--locale=C"));
            server = launch();
        } catch (RuntimeException | AssertionError failed) {
            ports.close();
            throw failed;
        }
    }

    /** A server that is up, with an empty database. */
    public static Postgres start() {
        return new Postgres();
    }

    /** Below the system's own folder for such things: its user may not enter everybody's home. */
    private static Path fresh() {
        try {
            return Files.createTempDirectory("tandem-postgres-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new AssertionError("no PostgreSQL server: apt install postgresql"));
        } catch (IOException absent) {
            throw new AssertionError("no PostgreSQL: apt install postgresql", absent);
        }
    }

    private static List<String> asItself(String program, String... words) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(words));
        return command;
    }

    private void run(List<String> command) {
        try (Program run = new Program(Program.bounded(INIT, command), folder, Map.of())) {
            if (!run.exit(INIT).equals(OptionalInt.of(0))) {
                throw new AssertionError(command + "\n" + String.join("\n", run.printed()));
            }
        }
    }

    private Program launch() {
        Program started = new Program(
                Program.bounded(
                        LIFE,
                        asItself(
                                "postgres",
                                "-D",
                                folder.resolve("data").toString(),
                                "-p",
                                Integer.toString(ports.port(0)),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=",
                                "-c",
                                "fsync=off")),
                folder,
                Map.of());
        Patience.until(START, () -> started.said("ready to accept connections") || !started.alive());
        if (!started.said("ready to accept connections")) {
            started.close();
            throw new AssertionError(String.join("\n", started.printed()));
        }
        return started;
    }

    /** Its address. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + ports.port(0) + "/postgres";
    }

    /** Who may use it. */
    public String user() {
        return "tandem";
    }

    /** And with what password. */
    public String password() {
        return PASSWORD;
    }

    /** Its machine loses power. */
    public void kill() {
        server.kill();
        server.exit(Duration.ofSeconds(5));
    }

    /** And comes back. */
    public void restart() {
        server = launch();
    }

    @Override
    public void close() {
        server.kill();
        server.exit(Duration.ofSeconds(5));
        ports.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
