package tandem.scenarios.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** baresip 1.0 with a folder, ports, one codec and one tone of its own, told what to do over its control connection. */
public final class Baresip implements Phone {
    private static final Duration START = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofSeconds(170);
    private static final double TONE_DBFS = -20;
    private static final int TONE_SECONDS = 120;

    /** The audio codecs it can be given, with their module, sampling rate and name in an account. */
    public enum Codec {
        /** G.711 mu-law. */
        PCMU("g711", 8000, "PCMU/8000/1"),
        /** G.711 A-law. */
        PCMA("g711", 8000, "PCMA/8000/1"),
        /** G.722. */
        G722("g722", 16000, "G722/8000/1"),
        /** Opus. */
        OPUS("opus", 48000, "opus/48000/2");

        private final String module;
        private final int rate;
        private final String account;

        Codec(String module, int rate, String account) {
            this.module = module;
            this.rate = rate;
            this.account = account;
        }
    }

    private final String name;
    private final Path folder = Places.fresh("baresip");
    private final PortBlock ports = PortBlock.take(20);
    private final Program program;
    private final Socket control;
    private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

    private Baresip(Order order) {
        name = order.name;
        Wav.tone(order.codec.rate, order.hz, TONE_DBFS, TONE_SECONDS).write(folder.resolve("tone.wav"));
        Places.write(folder.resolve("config"), config(order));
        Places.write(folder.resolve("accounts"), account(order));
        Places.write(folder.resolve("contacts"), "");
        List<String> command = new ArrayList<>(List.of("baresip", "-f", folder.toString()));
        if (order.traced) {
            command.add("-s");
        }
        try {
            program = new Program(Program.bounded(LIFE, command), folder, Map.of());
        } catch (RuntimeException absent) {
            ports.close();
            throw absent;
        }
        try {
            Patience.require(() -> "baresip is ready\n" + log(), START, () -> program.said("baresip is ready"));
            control = connect(ports.port(2));
        } catch (RuntimeException | AssertionError failed) {
            program.close();
            ports.close();
            throw failed;
        }
        Thread.ofVirtual().start(this::readEvents);
    }

    /** Begins the order of a phone of that name. */
    public static Order named(String name) {
        return new Order(name);
    }

    private String config(Order order) {
        return String.join(
                "\n",
                "poll_method epoll",
                "sip_listen " + order.host + ":" + ports.port(0),
                "net_interface " + order.host,
                "call_local_timeout 120",
                "call_max_calls 4",
                "audio_path /usr/share/baresip",
                "audio_source aufile," + folder.resolve("tone.wav"),
                "audio_player none,none",
                "audio_alert none,none",
                "ausrc_srate " + order.codec.rate,
                "auplay_srate " + order.codec.rate,
                "ausrc_channels 1",
                "auplay_channels 1",
                "rtp_ports " + ports.port(4) + "-" + ports.port(18),
                "jitter_buffer_delay 5-10",
                "module_path /usr/lib/baresip/modules",
                "module " + order.codec.module + ".so",
                "module aufile.so",
                "module sndfile.so",
                "module srtp.so",
                "module dtls_srtp.so",
                "module_tmp account.so",
                "module_app menu.so",
                "module ctrl_tcp.so",
                "ctrl_tcp_listen 127.0.0.1:" + ports.port(2),
                "snd_path " + folder,
                order.camera.map(camera -> camera.config(folder)).orElse(""),
                "opus_stereo no",
                "opus_sprop_stereo no",
                "opus_inbandfec yes",
                "opus_packet_loss 10",
                "");
    }

    private String account(Order order) {
        boolean registers = !order.registrar.isEmpty();
        String domain = registers ? order.registrar : order.host + ":" + ports.port(0);
        StringBuilder line = new StringBuilder("<sip:" + name + "@" + domain);
        line.append(";transport=")
                .append(order.transport)
                .append(registers ? ">;regint=60;auth_pass=\"" + order.password + "\"" : ">;regint=0")
                .append(";audio_codecs=")
                .append(order.codec.account);
        order.camera.ifPresent(
                camera -> line.append(";video_codecs=").append(camera.codec().name()));
        line.append(";answermode=auto;mediaenc=").append(order.mediaEncryption);
        if (!order.proxy.isEmpty()) {
            line.append(";outbound=\"sip:").append(order.proxy).append("\"");
        }
        return line.append("\n").toString().replace(";mediaenc=none", "");
    }

    private static Socket connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void readEvents() {
        try {
            InputStream in = control.getInputStream();
            for (String event = netstring(in); event != null; event = netstring(in)) {
                events.add(event);
            }
        } catch (IOException closed) {
            events.add("(closed)");
        }
    }

    private static @Nullable String netstring(InputStream in) throws IOException {
        int length = 0;
        for (int c = in.read(); c != ':'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            length = 10 * length + c - '0';
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        in.read();
        return text;
    }

    private void order(String command, String parameter) {
        String json = "{\"command\":\"" + command + "\",\"params\":\"" + parameter + "\",\"token\":\"1\"}";
        try {
            control.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new UncheckedIOException(log(), gone);
        }
    }

    private long count(String type) {
        return events.stream()
                .filter(event -> event.contains("\"type\":\"" + type + "\""))
                .count();
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** Its own address, for those who call it. */
    public String uri() {
        return "sip:" + name + "@" + ports.address();
    }

    /** Where it listens for SIP. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.port(0));
    }

    /** Calls that address and does not wait. */
    public void dial(String uri) {
        order("dial", uri);
    }

    @Override
    public void call(String uri) {
        long before = count("CALL_ESTABLISHED");
        order("dial", uri);
        Patience.require(name + " in call with " + uri, ANSWER, () -> count("CALL_ESTABLISHED") > before);
    }

    @Override
    public void press(String keys) {
        order("sndcode", keys);
    }

    /** Puts its call on hold, and waits until that is agreed. */
    public void hold() {
        order("hold", "");
    }

    /** Takes it off hold. */
    public void resume() {
        order("resume", "");
    }

    /** Has the other of its call put through to that address, by REFER. */
    public void transfer(String uri) {
        order("transfer", uri);
    }

    /** Calls that address besides the call it has, which it holds meanwhile, and waits until that is up. */
    public void callBesides(String uri) {
        hold();
        call(uri);
    }

    /**
     * Has the other of its first call put through to the one of its second, who is at that address: by REFER with Replaces, as
     * baresip 2 writes it by itself.
     */
    public void transferFirstToSecond(String uri) {
        String answer = lastAnswerToItsInvite();
        String replaces =
                header(answer, "Call-ID") + "%3Bto-tag%3D" + tag(answer, "To") + "%3Bfrom-tag%3D" + tag(answer, "From");
        order("line", "1");
        order("transfer", "<" + uri + "?Replaces=" + replaces.replace("@", "%40") + ">");
    }

    private String lastAnswerToItsInvite() {
        String[] messages = log().split("(?=SIP/2\\.0 |[A-Z]+ sip:\\S+ SIP/2\\.0)", -1);
        return Arrays.stream(messages)
                .filter(message -> message.startsWith("SIP/2.0 200 ") && message.matches("(?s).*CSeq: \\d+ INVITE.*"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no call was taken\n" + log()));
    }

    private static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .map(line -> line.substring(name.length() + 2).strip())
                .orElseThrow(() -> new AssertionError(message));
    }

    private static String tag(String message, String name) {
        return header(message, name).replaceFirst(".*;tag=", "").replaceFirst(";.*", "");
    }

    /** Whether that port is one its media may come from and go to. */
    boolean hasMediaAt(int port) {
        return port >= ports.port(4) && port <= ports.port(18) + 1;
    }

    /** Whether it was told that its transfer failed. */
    public boolean transferFailed() {
        return count("TRANSFER_FAILED") > 0;
    }

    @Override
    public void hangUp() {
        order("hangup", "");
    }

    @Override
    public boolean inCall() {
        return count("CALL_ESTABLISHED") > count("CALL_CLOSED");
    }

    /** The picture it sees, looked at now; empty where there is none yet. */
    public Optional<Picture> sees() {
        order("snapshot", "");
        Patience.pass(Duration.ofMillis(300)); // it is taken with the next frame
        return Picture.latest(folder, "snapshot-recv");
    }

    @Override
    public Wav heard() {
        List<Path> files = Places.files(folder, "-dec.wav");
        return files.isEmpty() ? new Wav(8000, new short[0]) : Wav.read(files.getLast());
    }

    /** Whether its registrar has granted it a registration. */
    public boolean registered() {
        return program.said("200 OK .*binding");
    }

    /** Puts its call on hold, or takes it back. */
    public void hold(boolean held) {
        order(held ? "hold" : "resume", "");
    }

    /** Whether a line matching the expression was printed so far. */
    public boolean said(String expression) {
        return program.said(expression);
    }

    @Override
    public String log() {
        return String.join("\n", program.printed());
    }

    @Override
    public void close() {
        try (control;
                ports;
                program) {
            if (program.alive()) {
                order("quit", "");
                program.exit(Duration.ofSeconds(2));
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** What kind of phone. */
    public static final class Order {
        private final String name;
        private Codec codec = Codec.PCMU;
        private double hz = 1000;
        private String transport = "udp";
        private String mediaEncryption = "none";
        private String proxy = "";
        private String host = "127.0.0.1";
        private String registrar = "";
        private String password = "";
        private boolean traced;
        private Optional<Camera> camera = Optional.empty();

        private Order(String name) {
            this.name = name;
        }

        /** The one codec it offers and takes. */
        public Order codec(Codec wanted) {
            codec = wanted;
            return this;
        }

        /** The tone it plays into calls, at -20 dB of full scale. */
        public Order tone(double frequency) {
            hz = frequency;
            return this;
        }

        /** udp, tcp or tls. */
        public Order transport(String wanted) {
            transport = wanted;
            return this;
        }

        /** none, srtp, srtp-mand or dtls_srtp. */
        public Order mediaEncryption(String wanted) {
            mediaEncryption = wanted;
            return this;
        }

        /** Registers there, host:port, under its name and with that password. */
        public Order registered(String hostAndPort, String secret) {
            registrar = hostAndPort;
            password = secret;
            return this;
        }

        /** Sends its requests by way of that proxy, host:port. */
        public Order proxy(String hostAndPort) {
            proxy = hostAndPort;
            return this;
        }

        /** Lives on that address instead of 127.0.0.1. */
        public Order host(String address) {
            host = address;
            return this;
        }

        /** Prints its messages, which {@link Baresip#transferFirstToSecond} reads. */
        public Order traced() {
            traced = true;
            return this;
        }

        /** Has a camera, and shows what comes. */
        public Order camera(Camera wanted) {
            camera = Optional.of(wanted);
            return this;
        }

        /** Starts it. */
        public Baresip start() {
            return new Baresip(this);
        }
    }
}
