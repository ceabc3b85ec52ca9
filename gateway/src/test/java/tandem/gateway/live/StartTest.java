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
            "TANDEM_HTTP_LISTEN", "off",
            "TANDEM_HTTP_TLS", "off");

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

    private String refusedOverHttps(String http) throws Exception {
        Path file = folder.resolve("tandem.yaml");
        Files.writeString(file, "data: " + folder + "\nhttp:\n" + http);
        Map<String, String> environment = Map.of(
                "TANDEM_SIP_UDP", "127.0.0.1:0",
                "TANDEM_SIP_TCP", "off",
                "TANDEM_MEDIA_BIND", "127.0.0.1");
        ConfigException refused = assertThrows(
                ConfigException.class,
                () -> Gateway.start(ConfigReader.read(Optional.of(file), environment))
                        .close());
        String said = String.valueOf(refused.getMessage());
        return said.substring(said.indexOf(".yaml:") + 6);
    }

    @Test
    void aCertificateThatCannotBeReadIsToldByItsKey() throws Exception {
        Path certificate = Files.writeString(folder.resolve("c.pem"), "nonsense");
        String said = refusedOverHttps(
                "  listen: off\n  tls: 127.0.0.1:0\n  certificate: " + certificate + "\n  key: " + certificate + "\n");
        assertTrue(said.startsWith("5: http.certificate: no certificate in " + certificate), said);
        assertEquals(
                "3: http.certificate: needs http.key beside it",
                refusedOverHttps("  certificate: " + certificate + "\n  tls: 127.0.0.1:0\n"));
    }

    @Test
    void aPortOfHttpsThatIsTakenIsToldByItsKey() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            String said = refusedOverHttps("  listen: 127.0.0.1:0\n  tls: " + address + "\n");
            assertTrue(said.startsWith("4: http.tls: " + address + " is in use"), said);
        }
    }

    @Test
    void anOriginIsASiteWithoutAPath() throws Exception {
        String said = refusedOverHttps("  listen: off\n  tls: off\n  origins: [shop.example.org]\n");
        assertTrue(said.startsWith("5: http.origins: 'shop.example.org' is no origin: write https://"), said);
    }

    @Test
    void aDatabaseThatIsNotThereIsToldByFileLineAndKey() throws Exception {
        String refused = refused("database:\n  url: jdbc:postgresql://127.0.0.1:1/tandem\n");
        assertTrue(refused.contains("tandem.yaml:2"), refused);
        assertTrue(refused.contains("database.url"), refused);
        assertTrue(refused.contains("127.0.0.1:1"), refused);
    }

    @Test
    void anAddressThatIsNoDatabaseIsToldWithWhatWouldBeRight() throws Exception {
        String refused = refused("database: {url: 'mysql://localhost'}\n");
        assertTrue(refused.contains("jdbc:postgresql://host:5432/tandem"), refused);
    }
}
