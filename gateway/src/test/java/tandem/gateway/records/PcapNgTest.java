package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Octets of the blocks, as draft-ietf-opsawg-pcapng and the RFCs of IP and UDP have them. */
class PcapNgTest {
    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static String packet(String from, String to, String comment) {
        byte[] payload = "ab".getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(PcapNg.packet(0x1_0000_0002L, at(from, 5060), at(to, 5062), payload, comment));
    }

    @Test
    void beginsWithASectionAndARawIpInterface() {
        String head = HexFormat.of().formatHex(PcapNg.head());
        assertEquals(
                "0a0d0d0a" + "2c000000" + "4d3c2b1a" + "0100" + "0000" + "ffffffffffffffff", head.substring(0, 48));
        assertEquals("01000000" + "14000000" + "6500" + "0000" + "ffff0000" + "14000000", head.substring(88));
    }

    @Test
    void aPacketIsIpAndUdpWithRightChecksums() {
        String expected = "06000000" + "40000000" // enhanced packet block, its length
                + "00000000" + "01000000" + "02000000" // interface, time high and low
                + "1e000000" + "1e000000" // octets kept, octets there were
                + "4500001e" + "00000000" + "4011f6cb" + "c0000201" + "c0000202"
                + "13c413c6" + "000a" + "f2e9" + "6162" + "0000" // UDP, padded
                + "40000000";
        assertEquals(expected, packet("192.0.2.1", "192.0.2.2", ""));
    }

    @Test
    void ipv6HasAHeaderOfItsOwnAndACommentStandsBehind() {
        String packet = packet("2001:db8::1", "2001:db8::2", "TLS");
        assertEquals("60000000" + "000a" + "11" + "40" + "20010db8", packet.substring(56, 80));
        assertEquals(
                "0100" + "0300" + "544c5300" + "00000000", packet.substring(packet.length() - 32, packet.length() - 8));
    }
}
