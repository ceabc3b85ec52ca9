package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways into a room by keys: the reception, and PINs right and wrong; and the way out by drain. */
class EnteringTest {
    @TempDir
    Path folder;

    private static int inside(LiveGateway gateway, String room) throws Exception {
        return gateway.await(
                        "/v1/rooms/" + room + "/participants",
                        a -> a.status() == 200 && a.body().size() == 1)
                .body()
                .size();
    }

    /** Until the call is answered: keys are heard from then on. */
    private static void awaitUp(LiveGateway gateway) throws Exception {
        gateway.await("/v1/calls", a -> a.body().path(0).path("state").asText().equals("up"));
    }

    @Test
    void theReceptionTakesARoomNumberAndThenItsPin() throws Exception {
        try (Logged logged = new Logged("tandem");
                LiveGateway gateway = new LiveGateway(folder, "rooms: [{name: '1500', pin: '258036914725'}]\n")) {
            TestPhone phone = gateway.phone();
            phone.call("0");
            awaitUp(gateway);
            phone.press("99*1500#");
            phone.press("111122223333#");
            phone.press("258036914725#");
            assertEquals(1, inside(gateway, "1500"));
            List<String> lines = logged.lines();
            assertTrue(lines.contains("wrong PIN for room 1500 from 127.0.0.1"), lines.toString());
            assertTrue(
                    lines.stream().noneMatch(line -> line.contains("258036914725") || line.contains("111122223333")),
                    lines.toString());
        }
    }

    @Test
    void howeverManyAreRefusedItIsALineASecond() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "access: {guests: []}\n");
                Logged logged = new Logged("tandem")) {
            TestPhone last = gateway.phone();
            for (int i = 0; i < 20; i++) {
                last = gateway.phone();
                last.call("1000");
                assertTrue(last.end().startsWith("Refused[status=403"), last.end());
            }
            List<String> said = logged.withLevels().stream()
                    .filter(line -> line.startsWith("INFO") && !line.contains("going down"))
                    .toList();
            assertTrue(!said.isEmpty() && said.size() <= 4, said.toString());
            assertTrue(said.getFirst().startsWith("INFO refused: "), said.toString());
        }
    }

    @Test
    void whoGuessesPinsIsShutOut() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "rooms: [{name: '1500', pin: '258036914725'}]\n")) {
            for (int i = 0; i < 21; i++) {
                TestPhone guesser = gateway.phone();
                guesser.call("1500", Map.of("X-PIN", List.of(String.valueOf(1000 + i))));
                awaitUp(gateway);
                guesser.hangUp();
                guesser.end();
            }
            TestPhone right = gateway.phone();
            right.call("1500", Map.of("X-PIN", List.of("258036914725")));
            assertTrue(right.end().startsWith("Refused[status=403"), right.end());
            System.gc(); // counters must not be forgotten with it
            String metrics = gateway.get("/metrics").body().asText();
            assertTrue(metrics.contains("tandem_wrong_pins_total 21"), metrics);
        }
    }

    @Test
    void whereThereIsNoProcessorTimeLeftNewCallsAreToldToComeAgain() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "access: {max-cpu: 1%}\n")) {
            String end = "";
            for (int i = 0; i < 100 && !end.startsWith("Refused[status=503"); i++) {
                TestPhone phone = gateway.phone();
                phone.call("1001");
                gateway.await(
                        "/v1/calls",
                        a -> !a.body().path(0).path("state").asText().equals("ringing"));
                phone.hangUp();
                end = phone.end();
            }
            assertTrue(end.startsWith("Refused[status=503"), end);
            String metrics = gateway.get("/metrics").body().asText();
            assertTrue(metrics.contains("cause=\"no-capacity\""), metrics);
            assertTrue(metrics.contains("tandem_cpu_share 0."), metrics);
        }
    }

    @Test
    void aDrainRefusesNewCallsAndEndsAfterTheLast() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "")) {
            TestPhone phone = gateway.phone();
            String id = gateway.join(phone, "1001");
            assertEquals(202, gateway.ask("POST", "/v1/drain", "").status());
            assertEquals("draining", gateway.get("/health").text("status"));
            TestPhone late = gateway.phone();
            late.call("1001");
            assertTrue(late.end().startsWith("Refused[status=503"), late.end());
            assertFalse(phone.over());
            assertFalse(gateway.drained());
            gateway.ask("DELETE", "/v1/calls/" + id, "");
            assertTrue(phone.end().startsWith("Bye"), phone.end());
            assertTrue(gateway.drained());
        }
    }
}
