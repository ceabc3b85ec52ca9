package tandem.scenarios.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What else comes to its port ends no collector. */
class HepCollectorTest {
    @Test
    void takesPacketsBetweenOthers() throws Exception {
        try (HepCollector homer = new HepCollector();
                DatagramSocket sender = new DatagramSocket()) {
            int port =
                    Integer.parseInt(homer.address().substring(homer.address().lastIndexOf(':') + 1));
            for (String hex : new String[] {
                "",
                "48",
                "48455033",
                "4845503300ff", // nothing, cut off, of another length
                "48455033000a00000001",
                "48455033000c00000001ffff",
                "48455033000c000000010000", // torn chunks
                "48455033000d000000020007" + "11" // the IP protocol: UDP
            }) {
                byte[] octets = HexFormat.of().parseHex(hex);
                sender.send(new DatagramPacket(octets, octets.length, InetAddress.getLoopbackAddress(), port));
            }
            Patience.require(
                    "the last is taken",
                    Duration.ofSeconds(5),
                    () -> homer.packets().size() == 1);
            assertEquals(17, homer.packets().getFirst().protocol());
            assertEquals(7, homer.foreign());
        }
    }
}
