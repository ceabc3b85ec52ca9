package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tandem.gateway.Gateway;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.ConfigReader;

/** What keeps a gateway from starting. */
class StartTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TANDEM_SIP_UDP", "127.0.0.1:0",
            "TANDEM_SIP_TCP", "off",
            "TANDEM_HTTP_LISTEN", "off");

    @TempDir
    Path folder;

    private String refused(String configuration) throws Exception {
        Path file = folder.resolve("tandem.yaml");
        Files.writeString(file, configuration);
        ConfigException refused = assertThrows(
                ConfigException.class,
                () -> Gateway.start(ConfigReader.read(Optional.of(file), ENVIRONMENT))
                        .close());
        return String.valueOf(refused.getMessage());
    }

    /** Two pairs of ports that nobody else has, as sockets that have them. */
    private static List<DatagramSocket> twoPairs() throws Exception {
        for (int first = 40_000; first < 60_000; first += 4) {
            List<DatagramSocket> held = new ArrayList<>();
            try {
                for (int port = first; port < first + 4; port++) {
                    held.add(new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1")));
                }
                return held;
            } catch (SocketException taken) {
                held.forEach(DatagramSocket::close);
            }
        }
        throw new IllegalStateException("no free ports");
    }

    @Test
    void withoutAnyPortForMediaItDoesNotStart() throws Exception {
        List<DatagramSocket> held = twoPairs();
        try {
            String range = held.getFirst().getLocalPort() + "-" + held.getLast().getLocalPort();
            String said = refused("media:\n  bind: 127.0.0.1\n  ports: " + range + "\n");
            assertTrue(said.contains("tandem.yaml:3: media.ports: no RTP port of " + range + " can be bound"), said);
        } finally {
            held.forEach(DatagramSocket::close);
        }
    }

    @Test
    void aMediaAddressThatIsNotOursIsToldAsSuch() throws Exception {
        String said = refused("media:\n  bind: 192.0.2.1\n");
        assertEquals(
                "2: media.bind: 192.0.2.1 is none of this machine's addresses; write 0.0.0.0 for all of them",
                said.substring(said.indexOf(".yaml:") + 6));
    }
}
