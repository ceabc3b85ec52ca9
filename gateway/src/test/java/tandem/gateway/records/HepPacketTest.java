package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.SipTraced;

/** Octets as the specification of HEP/EEP (revision 12) has them. */
class HepPacketTest {
    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] packet(String transport, String from, String to, Optional<String> key, byte[] payload) {
        SipTraced message =
                new SipTraced("c", 1_311_817_500_123L, true, transport, at(from, 5060), at(to, 5062), payload);
        return HepPacket.of(message, payload, "call-1", 228, key);
    }

    @Test
    void isMadeOfTheChunksOfTheSpecification() {
        byte[] packet = packet(
                "UDP", "212.202.0.1", "82.116.0.211", Optional.of("myHep"), "INVITE".getBytes(StandardCharsets.UTF_8));
        String expected = "48455033" + "0080" // HEP3, the length of all
                + "0000" + "0001" + "0007" + "02" // IPv4
                + "0000" + "0003" + "000a" + "d4ca0001"
                + "0000" + "0004" + "000a" + "527400d3"
                + "0000" + "0007" + "0008" + "13c4" // 5060
                + "0000" + "0008" + "0008" + "13c6" // 5062
                + "0000" + "0002" + "0007" + "11" // UDP
                + "0000" + "0009" + "000a" + "4e30bf1c"
                + "0000" + "000a" + "000a" + "0001e078" // 123,000 us
                + "0000" + "000b" + "0007" + "01" // SIP
                + "0000" + "000c" + "000a" + "000000e4" // 228
                + "0000" + "000e" + "000b" + hex("myHep".getBytes(StandardCharsets.UTF_8))
                + "0000" + "0011" + "000c" + hex("call-1".getBytes(StandardCharsets.UTF_8))
                + "0000" + "000f" + "000c" + hex("INVITE".getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, hex(packet));
        assertEquals(0x80, packet.length);
    }

    @Test
    void ipv6AndStreamsHaveNumbersOfTheirOwn() {
        String packet = hex(packet("TLS", "2001:db8::1", "192.0.2.1", Optional.empty(), new byte[] {'x'}));
        assertTrue(packet.contains("000000010007" + "0a"), packet);
        assertTrue(packet.contains("000000020007" + "06"), packet);
        assertTrue(packet.contains("000000050016" + "20010db8000000000000000000000001"), packet);
        assertTrue(packet.contains("000000060016" + "00000000000000000000ffffc0000201"), packet);
    }

    @Test
    void whatIsTooLongIsCut() {
        byte[] packet = packet("TCP", "192.0.2.1", "192.0.2.2", Optional.empty(), new byte[70_000]);
        assertTrue(packet.length <= 65_535, packet.length + " octets");
        assertEquals(packet.length, ((packet[4] & 0xff) << 8) | (packet[5] & 0xff));
    }
}
