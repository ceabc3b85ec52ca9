package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.gateway.live.LiveGateway.Answer;

/** Records of calls as the API gives them, before and after a restart. */
class CallRecordsTest {
    private final Path folder;

    CallRecordsTest() throws Exception {
        folder = Files.createTempDirectory(Path.of("target"), "records");
    }

    private static JsonNode ended(LiveGateway gateway, String number) throws Exception {
        return gateway.await(
                        "/v1/calls?number=" + number,
                        a -> a.body().path(0).path("state").asText("").equals("ended"))
                .body()
                .path(0);
    }

    @Test
    void aCallIsToldTheSameByMemoryAndByTheDatabaseOfTheNextStart() throws Exception {
        JsonNode before;
        try (LiveGateway gateway = new LiveGateway(folder, "data: data\n")) {
            TestPhone phone = gateway.phone();
            gateway.join(phone, "1000");
            phone.hangUp();
            phone.end();
            before = ended(gateway, "1000");
            TestPhone other = gateway.phone();
            other.call("nowhere");
            other.end();
            ended(gateway, "nowhere");
            assertEquals(2, gateway.get("/v1/calls?limit=5").body().size());
        }
        try (LiveGateway gateway = new LiveGateway(folder, "data: data\n")) {
            JsonNode after =
                    gateway.get("/v1/calls/" + before.path("id").asText()).body();
            for (String member : List.of(
                    "caller", "dialled", "began", "answered", "ended", "cause", "ended-by", "room", "duration")) {
                assertEquals(before.path(member), after.path(member), member);
            }
            assertEquals("caller", after.path("ended-by").asText());
            assertEquals("ann", after.path("caller").asText());
            JsonNode leg = after.path("legs").path(0);
            assertEquals("PCMU", leg.path("codec").asText());
            assertEquals(16, leg.path("q850").asInt());
            assertTrue(leg.path("remote").asText().startsWith("127.0.0.1:"), leg.toString());
            JsonNode refused = gateway.get("/v1/calls?cause=not-found").body().path(0);
            assertEquals(404, refused.path("legs").path(0).path("sip-status").asInt(), refused.toString());
            assertEquals("gateway", refused.path("ended-by").asText());
            pages(gateway);
            table(gateway);
        }
    }

    private static void pages(LiveGateway gateway) throws Exception {
        Answer first = gateway.get("/v1/calls?limit=1");
        assertEquals(1, first.body().size());
        assertEquals("nowhere", first.body().path(0).path("dialled").asText());
        assertFalse(gateway.get("/v1/calls?limit=1&cursor=x").status() == 200);
        assertEquals(400, gateway.get("/v1/calls?colour=red").status());
        assertEquals(400, gateway.get("/v1/calls?from=yesterday").status());
        assertEquals(400, gateway.get("/v1/calls?limit=0").status());
        assertEquals(0, gateway.get("/v1/calls?to=2020-01-01T00:00:00Z").body().size());
    }

    private static void table(LiveGateway gateway) throws Exception {
        Answer table = gateway.get("/v1/calls?format=csv&number=1000");
        assertTrue(table.type().startsWith("text/csv"), table.type());
        List<String> lines = table.body().asText().lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).contains(",1000,"), lines.get(1));
    }
}
