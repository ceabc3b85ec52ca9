package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** rtpengine as its own process in userspace, told of calls by its ng protocol (bencoded dictionaries over UDP). */
final class Rtpengine implements AutoCloseable {
    private static final Pattern SDP = Pattern.compile("3:sdp(\\d+):");
    private static final int DATAGRAM = 65_536;
    private static final int PATIENCE_MS = 2000;

    /**
     * A call set up.
     *
     * @param toCaller the description the caller receives
     * @param toCallee the description the called side receives
     */
    record Call(String toCaller, String toCallee) {}

    private final Path folder;
    private final Process process;
    private final Child child;
    private final DatagramSocket control;
    private final int port;
    private int cookie;

    /** Starts that program on free ports and waits until it answers. */
    Rtpengine(Path program) {
        try {
            folder = Files.createTempDirectory("tandem-bench-");
            control = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            control.setSoTimeout(PATIENCE_MS);
            port = freePort();
            process = new ProcessBuilder(
                            program.toString(),
                            "--config-file=none",
                            "--foreground",
                            "--table=-1",
                            "--interface=127.0.0.1",
                            "--listen-ng=127.0.0.1:" + port,
                            "--port-min=20000",
                            "--port-max=31999",
                            "--log-level=3",
                            "--log-stderr",
                            "--pidfile=" + folder.resolve("pid"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            child = new Child(process, folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (!Waiting.until(10_000, () -> !process.isAlive() || answers()) || !process.isAlive()) {
            String why = log();
            close();
            throw new MeasureFailed("rtpengine did not start: " + why);
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket any = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    /** What it uses. */
    Proc proc() {
        return new Proc(process.pid());
    }

    private boolean answers() {
        try {
            return ask("d7:command4:pinge").contains("4:pong");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A call between two descriptions; the called side's leg is plain RTP, whatever the caller's is. */
    Call call(int number, String offer, String answer) {
        try {
            String who = text("call-id") + text("call" + number) + text("from-tag") + text("a");
            String plain = text("replace") + "l" + text("origin") + text("session-connection") + "e";
            String toCallee = sdp(ask("d" + text("command") + text("offer") + who + plain + text("sdp") + text(offer)
                    + text("transport-protocol") + text("RTP/AVP") + "e"));
            String toCaller = sdp(ask("d" + text("command") + text("answer") + who + plain + text("sdp") + text(answer)
                    + text("to-tag") + text("b") + "e"));
            return new Call(toCaller, toCallee);
        } catch (IOException silent) {
            throw new MeasureFailed("rtpengine does not answer: " + silent + "\n" + log());
        }
    }

    private static String text(String text) {
        return text.length() + ":" + text;
    }

    private String ask(String dictionary) throws IOException {
        String mark = "c" + ++cookie + " ";
        byte[] request = (mark + dictionary).getBytes(StandardCharsets.ISO_8859_1);
        control.send(new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
        DatagramPacket response = new DatagramPacket(new byte[DATAGRAM], DATAGRAM);
        while (true) {
            control.receive(response);
            String said = new String(response.getData(), 0, response.getLength(), StandardCharsets.ISO_8859_1);
            if (said.startsWith(mark)) {
                return said;
            }
        }
    }

    private static String sdp(String response) {
        Matcher sdp = SDP.matcher(response);
        if (!sdp.find()) {
            throw new MeasureFailed("rtpengine refuses: " + response);
        }
        return response.substring(sdp.end(), sdp.end() + Integer.parseInt(sdp.group(1)));
    }

    /** Where a description says audio is received. */
    static int port(String sdp) {
        return SipPeer.audioPort(sdp).orElseThrow(() -> new MeasureFailed("rtpengine offers no audio: " + sdp));
    }

    @Override
    public void close() {
        control.close();
        child.close();
    }
}
