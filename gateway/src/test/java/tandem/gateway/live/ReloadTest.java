package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that is saved while calls are up. */
class ReloadTest {
    private static final String PLAN = """
            rules:
              - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}
            """;

    private final Logged logged = new Logged("tandem.gateway");

    @TempDir
    Path folder;

    @AfterEach
    void listenNoLonger() {
        logged.close();
    }

    @Test
    void roomsPlanAndAccessChangeAndNoCallIsDropped() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        try (LiveGateway gateway =
                new LiveGateway(folder, "{dialplan: plan.yaml, rooms: [{name: '1500'}, {name: '1600'}]}")) {
            TestPhone phone = gateway.phone();
            gateway.join(phone, "1600");
            gateway.save("""
                    dialplan: plan.yaml
                    access: {max-calls: 7}
                    media: {speakers: 3}
                    rooms: [{name: '1500', title: Other}, {name: '1700'}]
                    """);
            assertEquals(
                    "Other",
                    gateway.await("/v1/rooms/1500", a -> a.text("title").equals("Other"))
                            .text("title"));
            assertEquals(200, gateway.get("/v1/rooms/1700").status());
            assertFalse(gateway.get("/v1/rooms/1600").body().path("standing").asBoolean());
            assertEquals(1, gateway.get("/v1/rooms/1600/participants").body().size());
            assertFalse(phone.over());
            String said = said("saved: ");
            assertTrue(said.endsWith("saved: applied access.max-calls, rooms; needs a restart: media.speakers"), said);

            Files.writeString(folder.resolve("plan.yaml"), PLAN.replace("'1\\d{3}'", "'[18]\\d{3}'"));
            TestPhone other = gateway.phone();
            gateway.await("/health", a -> logged.lines().stream().anyMatch(line -> line.contains("applied dialplan")));
            gateway.join(other, "8000");
            assertFalse(phone.over());
        }
    }

    @Test
    void aFaultyFileIsRefusedByItsLineAndNothingChanges() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "rooms: [{name: '1500', title: Before}]\n")) {
            gateway.save("rooms:\n - {name: '1500', titel: After}");
            gateway.await("/health", a -> logged.lines().stream().anyMatch(line -> line.contains("is not taken")));
            String said = said("is not taken");
            assertTrue(said.contains("tandem.yaml:2: rooms[0].titel: no such key; did you mean"), said);
            assertEquals("Before", gateway.get("/v1/rooms/1500").text("title"));
            gateway.save("rooms: [{name: '1500', title: After}]");
            assertEquals(
                    "After",
                    gateway.await("/v1/rooms/1500", a -> a.text("title").equals("After"))
                            .text("title"));
        }
    }

    @Test
    void aFaultyDialPlanIsTakenOnceItIsMended() throws Exception {
        Files.writeString(folder.resolve("first.yaml"), PLAN);
        Files.writeString(folder.resolve("second.yaml"), "rules: [{nome: x}]\n");
        try (LiveGateway gateway = new LiveGateway(folder, "dialplan: first.yaml\n")) {
            gateway.save("dialplan: second.yaml\nh323: {gatekeeper: off}\n");
            gateway.await("/health", a -> logged.lines().stream().anyMatch(line -> line.contains("is not taken")));
            String note = said("h323");
            assertTrue(note.endsWith("tandem.yaml:2: h323: not yet part of this build, has no effect"), note);
            Files.writeString(folder.resolve("second.yaml"), PLAN.replace("'1\\d{3}'", "'[18]\\d{3}'"));
            gateway.await("/health", a -> logged.lines().stream().anyMatch(line -> line.contains("applied dialplan")));
            gateway.join(gateway.phone(), "8000");
            assertEquals(
                    1,
                    logged.lines().stream()
                            .filter(line -> line.contains("h323"))
                            .count(),
                    logged.lines().toString());
        }
    }

    @Test
    void aFileForAValueIsTakenWhenItIsSavedAndWhenItIsThereAtLast() throws Exception {
        Path title = Files.writeString(folder.resolve("title"), "Before\n");
        try (LiveGateway gateway = new LiveGateway(folder, "rooms: [{name: '1500', title: '${file:title}'}]\n")) {
            assertEquals("Before", gateway.get("/v1/rooms/1500").text("title"));
            Files.writeString(title, "After\n");
            assertEquals("After", title(gateway, "After"));
            gateway.save("rooms: [{name: '1500', title: '${file:other}'}]\n");
            gateway.await("/health", a -> logged.lines().stream().anyMatch(line -> line.contains("cannot be read")));
            assertEquals("After", gateway.get("/v1/rooms/1500").text("title"));
            Files.writeString(folder.resolve("other"), "Late\n");
            assertEquals("Late", title(gateway, "Late"));
        }
    }

    @Test
    void aTrunkThatWasRefusedIsTriedAtOnceWhenAFileIsSavedThoughNothingChanged() throws Exception {
        try (DatagramSocket pbx = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            pbx.setSoTimeout(10_000);
            String trunk = "trunks: [{name: office, mode: register, username: a, host: '127.0.0.1:%d'}]\n"
                    .formatted(pbx.getLocalPort());
            try (LiveGateway gateway = new LiveGateway(folder, trunk)) {
                answer(pbx, "403 Forbidden");
                gateway.await("/v1/trunks", a -> state(a).equals("refused"));
                gateway.save(trunk + "\n"); // the next try by itself would come after half a minute
                answer(pbx, "200 OK");
                assertEquals("registered", state(gateway.await("/v1/trunks", a -> state(a).equals("registered"))));
                assertTrue(said("saved: ").endsWith("nothing to apply"), said("saved: "));
            }
        }
    }

    private static String state(LiveGateway.Answer trunks) {
        return trunks.body().path(0).path("state").asText();
    }

    /** Answers the next request so. */
    private static void answer(DatagramSocket pbx, String status) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[8_192], 8_192);
        pbx.receive(packet);
        String asked = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        String copied = asked.lines()
                .skip(1)
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq|Contact|Expires):.*"))
                .collect(Collectors.joining("\r\n"));
        byte[] octets = ("SIP/2.0 " + status + "\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        pbx.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
    }

    private static String title(LiveGateway gateway, String wanted) throws Exception {
        return gateway.await("/v1/rooms/1500", a -> a.text("title").equals(wanted))
                .text("title");
    }

    private String said(String part) {
        return logged.lines().stream()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElse("nothing of " + logged.lines());
    }
}
