package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An Asterisk that was built elsewhere and is named by the environment variable TANDEM_ASTERISK, with a configuration and data of
 * its own. Its pjsip.conf and extensions.conf are those that are given; the rest is what it does by itself.
 */
public final class Asterisk implements Pbx {
    /** The environment variable that names its executable by its path. */
    public static final String VARIABLE = "TANDEM_ASTERISK";

    /** Where it lives: not the gateway's own address, nor that of {@linkplain #PHONES its phones}. */
    public static final String HOST = "127.0.0.2";

    /** Where its phones live. */
    public static final String PHONES = "127.0.0.3";

    private static final String EXECUTABLE = System.getenv().getOrDefault(VARIABLE, "asterisk");
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Duration START = Duration.ofSeconds(60);
    private static final int RTP_PORTS = 40;

    private final Path folder = Places.fresh("asterisk");
    private final PortBlock ports = PortBlock.take(2 + RTP_PORTS);
    private final String secret;
    private Program program;

    private Asterisk(String pjsip, String extensions, String secret) {
        this.secret = secret;
        write("asterisk.conf", directories());
        write("modules.conf", "[modules]\nautoload=yes\n");
        write("logger.conf", "[general]\n[logfiles]\nconsole => notice,warning,error,verbose\n");
        write("rtp.conf", "[general]\nrtpstart=" + ports.port(2) + "\nrtpend=" + ports.port(1 + RTP_PORTS) + "\n");
        write("pjsip.conf", onItsAddress(pjsip));
        write("extensions.conf", extensions);
        try {
            program = launch();
        } catch (RuntimeException | AssertionError failed) {
            ports.close();
            throw failed;
        }
    }

    /**
     * One with that configuration, in which {@code bind=0.0.0.0} is made its address.
     *
     * @param secret with which its phones register
     */
    public static Asterisk start(String pjsip, String extensions, String secret) {
        return new Asterisk(pjsip, extensions, secret);
    }

    /** An endpoint that names its transport has its sound come from that transport's address too. */
    private String onItsAddress(String pjsip) {
        return pjsip.replace("bind=0.0.0.0", "bind=" + address())
                .replace("type=endpoint\n", "type=endpoint\ntransport=transport-udp\n");
    }

    private void write(String file, String text) {
        Places.write(folder.resolve(file), text);
    }

    /** All that it writes lies in its folder; modules and documentation are where it was installed. */
    private String directories() {
        return String.join(
                "\n",
                "[directories]",
                "astetcdir => " + folder,
                "astvarlibdir => " + folder,
                "astdbdir => " + folder,
                "astkeydir => " + folder,
                "astspooldir => " + folder,
                "astrundir => " + folder,
                "astlogdir => " + folder,
                "");
    }

    private Program launch() {
        List<String> command = List.of(
                EXECUTABLE, "-f", "-vvv", "-C", folder.resolve("asterisk.conf").toString());
        Program started = new Program(Program.bounded(LIFE, command), folder, Map.of());
        if (!Patience.until(START, () -> started.said("Asterisk Ready") || !started.alive()) || !started.alive()) {
            started.close();
            throw new AssertionError("Asterisk did not start\n" + String.join("\n", started.printed()));
        }
        return started;
    }

    /** What it says to a command of its console. */
    public String says(String command) {
        List<String> ask =
                List.of(EXECUTABLE, "-C", folder.resolve("asterisk.conf").toString(), "-rx", command);
        try (Program asked = new Program(ask, folder, Map.of())) {
            asked.exit(START);
            return String.join("\n", asked.printed());
        }
    }

    @Override
    public String address() {
        return HOST + ":" + ports.port(0);
    }

    @Override
    public Baresip.Order phone(String user) {
        return Baresip.named(user).host(PHONES).registered(address(), secret);
    }

    @Override
    public void kill() {
        program.kill();
        program.exit(START);
    }

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
