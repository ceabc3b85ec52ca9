package tandem.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tandem.base.NettyLoop;

/** Every message of RFC 4475 and RFC 5118 as a datagram to a whole stack with a phone that answers: what comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureStackTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/sip-torture");
    private static final Pattern TOP_VIA =
            Pattern.compile("(?im)^(?:via|v)\\s*:\\s*SIP\\s*/\\s*[0-9.]+\\s*/\\s*[A-Z]+\\s+([^;,\\r\\n]+)");

    private final NettyLoop loop = new NettyLoop("torture", 1_000);

    @AfterAll
    void stop() {
        loop.close();
    }

    record Case(String name, String verdict) {
        @Override
        public String toString() {
            return name + " -> " + verdict;
        }
    }

    static Stream<Case> cases() throws IOException {
        return Files.readAllLines(VECTORS.resolve("expectations.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 3))
                .map(cells -> new Case(cells[0], cells[1]));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsTheRfcSays(Case each) throws Exception {
        String text = new String(Files.readAllBytes(VECTORS.resolve(each.name + ".dat")), ISO_8859_1);
        // a stack of its own for each: many of the messages have the same branch
        AnsweringPhone phone = new AnsweringPhone(
                loop, SipSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), Optional.empty());
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            List<SipListener> listeners = phone.stack().start().get(5, TimeUnit.SECONDS);
            byte[] octets = comingBackTo(text, peer.getLocalPort()).getBytes(ISO_8859_1);
            peer.send(new DatagramPacket(
                    octets, octets.length, listeners.getFirst().address()));
            check(each, peer, text.startsWith("SIP/2.0 "));
        } finally {
            phone.stack().close();
        }
    }

    private static void check(Case each, DatagramSocket peer, boolean response) throws IOException {
        if (response || each.verdict.equals("drop")) {
            assertEquals("", answer(peer, 200));
        } else {
            String wanted = each.verdict.equals("accept") ? "200" : each.verdict; // the phone takes all it is handed
            assertEquals(wanted, answer(peer, 5_000).split(" ", 2)[0]);
        }
    }

    /** The same message, its top Via asking for the answer at our port: nothing else tells the messages' authors from us. */
    private static String comingBackTo(String text, int port) {
        Matcher via = TOP_VIA.matcher(text);
        if (!via.find()) {
            return text;
        }
        return text.substring(0, via.end(1)) + ";rport=" + port + text.substring(via.end(1));
    }

    /** Status and reason of the first response that is not provisional; empty where none comes in time. */
    private static String answer(DatagramSocket peer, int ms) throws IOException {
        peer.setSoTimeout(ms);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            String line;
            do {
                peer.receive(packet);
                String text = new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
                line = text.substring(0, text.indexOf('\r'));
            } while (line.startsWith("SIP/2.0 1"));
            return line.startsWith("SIP/2.0 ") ? line.substring(8) : "";
        } catch (SocketTimeoutException silent) {
            return "";
        }
    }
}
