package tandem.sip.bfcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 8855 6.1: a stream cut by payload length. */
class BfcpFramerTest {
    private static final String HELLO = "200b00000000006300070005";
    private static final String QUERY = "20070001000000630008000504040001";

    private final List<String> heard = new ArrayList<>();
    private final BfcpFramer framer = new BfcpFramer(new BfcpFramer.Sink() {
        @Override
        public void onMessage(byte[] octets) {
            heard.add(Hex.hex(octets));
        }

        @Override
        public void onBroken(String why) {
            heard.add("broken: " + why);
        }
    });

    private void feed(String hex) {
        byte[] octets = Hex.octets("ffff" + hex + "ffff");
        framer.feed(octets, 2, octets.length - 4);
    }

    @Test
    void cutsMessagesThatComeTogether() {
        feed(HELLO + QUERY + HELLO);
        assertEquals(List.of(HELLO, QUERY, HELLO), heard);
        assertFalse(framer.isTorn());
    }

    @Test
    void joinsMessagesThatAreTornAnywhere() {
        String both = QUERY + QUERY;
        for (int cut = 0; cut <= both.length(); cut += 2) {
            feed(both.substring(0, cut));
            assertEquals(cut % QUERY.length() != 0, framer.isTorn());
            feed(both.substring(cut));
        }
        assertEquals(2 * (both.length() / 2 + 1), heard.size());
        assertEquals(List.of(QUERY), heard.stream().distinct().toList());
    }

    @Test
    void breaksOnAMessageThatIsTooLong() {
        feed(HELLO + "20071001000000630008000504040001");
        feed(HELLO);
        assertEquals(List.of(HELLO, "broken: message too long"), heard);
    }

    @Test
    void breaksOnWhatIsNoBfcp() {
        feed("1603010200010001fc03030a0b0c0d0e"); // a TLS ClientHello
        feed(HELLO);
        assertEquals(
                List.of("broken: no BFCP on a stream"),
                heard.stream().distinct().toList());
        assertEquals(1, heard.size());
    }

    @Test
    void takesTheLongestMessageThereMayBe() {
        feed("20071000000000630008000504040001".substring(0, 24) + "04040001".repeat(BfcpReader.MAX_PAYLOAD / 4));
        assertEquals(
                2 * (Header.LENGTH + BfcpReader.MAX_PAYLOAD), heard.getFirst().length());
        assertTrue(heard.size() == 1);
    }
}
