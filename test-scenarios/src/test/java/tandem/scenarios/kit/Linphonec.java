package tandem.scenarios.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** linphonec with a folder and ports of its own, playing a file into its calls and recording what it hears. */
public final class Linphonec implements Phone {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofMinutes(2);

    private final Path folder = Places.fresh("linphonec");
    private final PortBlock ports = PortBlock.take(10);
    private final Program program;
    private int recordings;

    /** Starts one that speaks G.711 and that tone at -20 dB of full scale; keys go by INFO or by RFC 4733. */
    public Linphonec(double hz, boolean keysByInfo) {
        Wav.tone(8000, hz, -20, 60).write(folder.resolve("tone.wav"));
        Places.write(folder.resolve("rc"), config(keysByInfo));
        if (!folder.resolve(".local/share/linphone").toFile().mkdirs()
                || !folder.resolve(".config/linphone").toFile().mkdirs()) {
            throw new IllegalStateException("cannot make its folders");
        }
        List<String> command = List.of("linphonec", "-c", folder.resolve("rc").toString());
        try {
            program = new Program(Program.bounded(LIFE, command), folder, Map.of("HOME", folder.toString()));
        } catch (RuntimeException absent) {
            ports.close();
            throw absent;
        }
        try {
            program.type("ipv6 disable");
            program.type("soundcard use files");
            Patience.require(() -> "linphonec uses files\n" + log(), ANSWER, () -> program.said("Using wav files"));
        } catch (RuntimeException | AssertionError failed) {
            program.close();
            ports.close();
            throw failed;
        }
    }

    private String config(boolean keysByInfo) {
        return String.join(
                "\n",
                "[sip]",
                "sip_port=" + ports.port(0),
                "sip_tcp_port=" + ports.port(0),
                "sip_tls_port=0",
                "use_rfc2833=" + (keysByInfo ? 0 : 1),
                "use_info=" + (keysByInfo ? 1 : 0),
                "guess_hostname=0",
                "register_only_when_network_is_up=0",
                "contact=\"Lin\" <sip:lin@127.0.0.1>",
                "media_encryption=none",
                "[rtp]",
                "audio_rtp_port=" + ports.port(4),
                "[net]",
                "mtu=1300",
                "[video]",
                "enabled=0",
                "capture=0",
                "display=0",
                "automatically_initiate=0",
                "automatically_accept=0",
                "[audio_codec_0]",
                "mime=PCMU",
                "rate=8000",
                "enabled=1",
                "[audio_codec_1]",
                "mime=PCMA",
                "rate=8000",
                "enabled=1",
                "");
    }

    private Path recording() {
        return folder.resolve("heard-" + recordings + ".wav");
    }

    @Override
    public void call(String uri) {
        recordings++;
        program.type("play " + folder.resolve("tone.wav"));
        program.type("record " + recording());
        program.type("call " + uri);
        Patience.require(
                () -> "linphonec in call with " + uri + "\n" + log(),
                ANSWER,
                () -> occurrences("Media streams established") >= recordings);
    }

    /** Pauses its call and calls another besides, and waits until that is up. */
    public void callBesides(String uri) {
        long before = occurrences("connected");
        program.type("pause");
        Patience.require(() -> "linphonec has paused\n" + log(), ANSWER, () -> program.said("is now paused"));
        program.type("call " + uri);
        Patience.require(() -> "linphonec calls besides\n" + log(), ANSWER, () -> occurrences("connected") > before);
    }

    /** Puts the one of its first call through to the one of its second. */
    public void transferFirstToSecond() {
        program.type("transfer 1 --to-call 2");
    }

    /** Registers with that gateway as that user, and waits until it is. */
    public void register(GatewayProcess gateway, String user, String password) {
        String port = String.format(":%04X ", ports.port(0));
        Patience.require(
                () -> "linphonec listens\n" + log(),
                ANSWER,
                () -> Places.read(Path.of("/proc/net/udp")).contains(port));
        program.type("register sip:" + user + "@" + gateway.address() + " sip:" + gateway.address() + " " + password);
        Patience.require(() -> "linphonec is registered\n" + log(), ANSWER, () -> {
            program.type("status register");
            Patience.pass(Duration.ofMillis(300));
            return program.said("registered, identity=");
        });
    }

    /** Takes the call that comes; what it hears of it is not recorded. */
    public void answer() {
        recordings++;
        Patience.require(
                () -> "linphonec is called\n" + log(), ANSWER, () -> program.said("Receiving new incoming call"));
        program.type("answer");
        Patience.require(
                () -> "linphonec has taken the call\n" + log(),
                ANSWER,
                () -> occurrences("Media streams established") >= recordings);
    }

    private long occurrences(String words) {
        return program.printed().stream().filter(line -> line.contains(words)).count();
    }

    @Override
    public void press(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            program.type(keys.substring(i, i + 1));
            Patience.pass(Duration.ofMillis(400));
        }
    }

    @Override
    public void hangUp() {
        program.type("terminate");
    }

    @Override
    public boolean inCall() {
        return occurrences("Media streams established")
                > program.printed().stream()
                        .filter(line -> line.matches(".*Call \\d+ with .* (ended|error).*"))
                        .count();
    }

    @Override
    public Wav heard() {
        return Files.exists(recording()) ? Wav.read(recording()) : new Wav(8000, new short[0]);
    }

    @Override
    public String log() {
        return String.join("\n", program.printed());
    }

    @Override
    public void close() {
        try (ports;
                program) {
            if (program.alive()) {
                program.type("terminate");
                program.type("quit");
                program.exit(Duration.ofSeconds(3));
            }
        }
    }
}
