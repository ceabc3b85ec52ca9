package tandem.scenarios;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Places;
import tandem.scenarios.kit.Sipp;

/** The messages of RFC 4475 and RFC 5118, sent to a running gateway: it answers what is to be answered, and goes on as if nothing was. */
class TortureStory {
    private static final Path VECTORS = Places.root().resolve("sip-stack/src/test/resources/vectors/sip-torture");
    private static final Pattern TOP_VIA =
            Pattern.compile("(?im)^(?:via|v)\\s*:\\s*SIP\\s*/\\s*[0-9.]+\\s*/\\s*[A-Z]+\\s+([^;,\\r\\n]+)");

    /** Refused by reading or by the stack whatever stands above: the gateway must answer the same. */
    private static final Pattern REFUSED = Pattern.compile("4\\d\\d|5\\d\\d");

    @Test
    void overUdpEachGetsItsAnswerAndTheNextCallIsTaken() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            List<String> rows = Files.readAllLines(VECTORS.resolve("expectations.csv"));
            for (String row : rows.subList(1, rows.size())) {
                String[] cells = row.split(",", 3);
                String status = statusOf(cells[0], gateway.socketAddress());
                if (REFUSED.matcher(cells[1]).matches()) {
                    assertEquals(cells[1], status, row);
                } else if (cells[1].equals("drop") || message(cells[0]).startsWith("SIP/2.0 ")) {
                    assertEquals("", status, row);
                } else { // understood: refused for what it asks at most, or as one that came before by another way
                    // (482)
                    assertTrue(status.matches("2\\d\\d|40[45]|48[028]"), row + ": " + status);
                }
            }
            requireItServes(gateway);
        }
    }

    @Test
    void overTcpTheyEndTheirConnectionAtMost() throws IOException {
        try (GatewayProcess gateway = GatewayProcess.start()) {
            List<Socket> open = new ArrayList<>();
            for (Path file : Places.files(VECTORS, ".dat")) {
                Socket socket = new Socket(
                        gateway.socketAddress().getAddress(),
                        gateway.socketAddress().getPort());
                open.add(socket);
                socket.getOutputStream().write(Files.readAllBytes(file));
            }
            requireItServes(gateway);
            for (Socket socket : open) {
                socket.close();
            }
            requireItServes(gateway);
        }
    }

    private static void requireItServes(GatewayProcess gateway) {
        Sipp.scenario("options").to(gateway.address()).user("1000").succeed();
        Sipp.scenario("hold-resume").to(gateway.address()).user("1000").succeed();
    }

    private static String message(String name) {
        return Places.read(VECTORS.resolve(name + ".dat"));
    }

    /** The status of the first final response; empty where none comes. */
    private static String statusOf(String name, InetSocketAddress gateway) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DatagramSocket peer = new DatagramSocket(here)) {
            byte[] octets = from(message(name), name, peer.getLocalPort()).getBytes(ISO_8859_1);
            peer.send(new DatagramPacket(octets, octets.length, gateway));
            return answer(peer);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same message from us: the sent-by tells it from the others, many of which have the same branch. */
    private static String from(String text, String name, int port) {
        Matcher via = TOP_VIA.matcher(text);
        return via.find()
                ? text.substring(0, via.start(1)) + name + ".invalid;rport=" + port + text.substring(via.end(1))
                : text;
    }

    private static String answer(DatagramSocket peer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        peer.setSoTimeout(1_000);
        try {
            String line;
            do {
                peer.receive(packet);
                line = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
            } while (line.startsWith("SIP/2.0 1"));
            return line.substring(8, 11);
        } catch (SocketTimeoutException silent) {
            return "";
        }
    }
}
