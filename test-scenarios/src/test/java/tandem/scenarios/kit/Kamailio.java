package tandem.scenarios.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A small PBX made of kamailio: its phones register, and its numbers 1000 to 1999 lie behind whoever registered as 8000. */
public final class Kamailio implements Pbx {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.2"; // not the phones' own: who calls from there is the trunk

    private final Path folder = Places.fresh("kamailio");
    private final PortBlock ports = PortBlock.take(1);
    private final String password;
    private Program program;

    private Kamailio(String password) {
        this.password = password;
        try {
            program = launch();
        } catch (RuntimeException | AssertionError failed) {
            ports.close();
            throw failed;
        }
    }

    /** One that knows everybody by that password. */
    public static Kamailio start(String password) {
        return new Kamailio(password);
    }

    private Program launch() {
        String written = Places.read(Places.root().resolve("test-scenarios/src/test/resources/kamailio.cfg"))
                .replace("ADDRESS", address())
                .replace("MODULES", modules())
                .replace("PASSWORD", password);
        Path config = folder.resolve("kamailio.cfg");
        Places.write(config, written);
        List<String> command = List.of(
                "kamailio",
                "-DD",
                "-E",
                "-m",
                "32",
                "-Y",
                folder.toString(),
                "-P",
                folder.resolve("pid").toString(),
                "-f",
                config.toString());
        Program started = new Program(Program.bounded(LIFE, command), folder, Map.of());
        Patience.require(
                () -> "kamailio is up\n" + String.join("\n", started.printed()),
                START,
                () -> started.said("is finally") || !started.alive());
        return started;
    }

    /** Debian puts them below a folder named after the machine. */
    private static String modules() {
        return Places.files(Path.of("/usr/lib"), "-linux-gnu").stream()
                .map(folder -> folder.resolve("kamailio/modules"))
                .filter(Files::isDirectory)
                .findFirst()
                .map(folder -> folder + "/")
                .orElseThrow(() -> new AssertionError("kamailio's modules are not below /usr/lib"));
    }

    @Override
    public String address() {
        return HOST + ":" + ports.port(0);
    }

    @Override
    public Baresip.Order phone(String user) {
        return Baresip.named(user).registered(address(), password);
    }

    /** It dies, and forgets who had registered. */
    @Override
    public void kill() {
        program.kill();
        program.exit(START);
    }

    /** It is there again, and knows nobody. */
    @Override
    public void restart() {
        program = launch();
    }

    @Override
    public String log() {
        return String.join("\n", program.printed());
    }

    @Override
    public void close() {
        program.close();
        ports.close();
    }
}
