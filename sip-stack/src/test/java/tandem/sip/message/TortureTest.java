package tandem.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of RFC 4475 and RFC 5118 against expectations.csv, as far as reading a message decides. */
class TortureTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/sip-torture");

    /** What a transaction user decides; the reader must let such a message through. */
    private static final Set<String> DECIDED_ABOVE = Set.of("405", "406", "415", "416", "420", "481");

    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

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
    void isReadAsTheRfcSays(Case each) throws IOException {
        byte[] octets = Files.readAllBytes(VECTORS.resolve(each.name + ".dat"));
        Reading reading = MessageReader.datagram(octets, 0, octets.length, PEER);
        String verdict =
                switch (reading) {
                    case Request request -> "accept";
                    case Response response -> "accept";
                    case Refused refused -> Integer.toString(refused.status());
                    case Dropped dropped -> "drop";
                };
        assertEquals(DECIDED_ABOVE.contains(each.verdict) ? "accept" : each.verdict, verdict, reading.toString());
    }

    @Test
    void hasARowForEveryMessage() throws IOException {
        List<String> rows = new ArrayList<>(cases().map(Case::name).toList());
        try (Stream<Path> files = Files.list(VECTORS)) {
            List<String> messages = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".dat"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
            assertEquals(messages, rows.stream().sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWrittenSoThatItReadsTheSame(Case each) throws IOException {
        byte[] octets = Files.readAllBytes(VECTORS.resolve(each.name + ".dat"));
        if (!(MessageReader.datagram(octets, 0, octets.length, PEER) instanceof Request request)) {
            return;
        }
        byte[] written = request.encode();
        Request again = (Request) MessageReader.datagram(written, 0, written.length, PEER);
        assertEquals(request.toString(), again.toString());
        assertEquals(request.vias(), again.vias());
        assertEquals(new String(written, StandardCharsets.UTF_8), new String(again.encode(), StandardCharsets.UTF_8));
    }
}
