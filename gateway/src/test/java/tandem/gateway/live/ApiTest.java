package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.gateway.live.LiveGateway.Answer;

/** The HTTP API as a client sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private final LiveGateway gateway;

    ApiTest() throws Exception {
        gateway = new LiveGateway(Files.createTempDirectory(Path.of("target"), "api"), """
                rooms: [{name: '1500', title: Monday round, pin: '258036914725'}]
                http: {trusted-proxies: [127.0.0.1]}
                """);
    }

    @BeforeAll
    void up() throws Exception {
        assertEquals("up", gateway.get("/health").text("status"));
    }

    @AfterAll
    void down() {
        gateway.close();
    }

    @Test
    void healthIsOpenAndNamesEachListener() throws Exception {
        Answer health = gateway.ask("GET", "/health", "", Optional.empty());
        assertEquals(200, health.status());
        assertEquals(List.of("sip/udp", "http"), health.body().path("listeners").findValuesAsText("name"));
    }

    @Test
    void metricsAreOpenToLoopback() throws Exception {
        Answer metrics = gateway.ask("GET", "/metrics", "", Optional.empty());
        assertEquals(200, metrics.status());
        assertTrue(
                metrics.body().asText().contains("tandem_rooms_active"),
                metrics.body().asText());
        for (String name : List.of(
                "tandem_ice_checks_total 0",
                "tandem_ice_refused_total{reason=\"signature\"} 0",
                "tandem_ice_refused_total{reason=\"malformed\"} 0",
                "tandem_ice_strangers_total 0",
                "tandem_ice_dropped_total 0",
                "tandem_room_frames_refused_total 0")) {
            assertTrue(
                    metrics.body().asText().lines().anyMatch(line -> line.startsWith(name)),
                    metrics.body().asText());
        }
        assertTrue(
                metrics.body().asText().lines().anyMatch(line -> line.startsWith("tandem_loop_stall_seconds{")),
                metrics.body().asText());
    }

    /** A second line of the header goes on where the first ends (RFC 9110 section 5.3): the caller may have written the first. */
    @Test
    void metricsAreOpenToNobodyBehindAProxyWhoSaysHeIsLocal() throws Exception {
        assertEquals(200, gateway.forwarded("/metrics", "127.0.0.1"));
        assertEquals(401, gateway.forwarded("/metrics", "127.0.0.1", "192.0.2.9"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/v1/rooms",
        "POST,/v1/rooms",
        "DELETE,/v1/rooms/1500",
        "GET,/v1/calls",
        "POST,/v1/drain",
        "GET,/v1/nothing"
    })
    void withoutTheTokenThereIsNothing(String method, String path) throws Exception {
        for (Optional<String> bearer : List.of(Optional.<String>empty(), Optional.of("wrong"))) {
            assertProblem(401, gateway.ask(method, path, "", bearer));
        }
    }

    private static void assertProblem(int status, Answer answer) {
        assertEquals(status, answer.status(), answer.body().toString());
        assertEquals("application/problem+json", answer.type());
        assertEquals(status, answer.body().path("status").asInt());
        assertFalse(answer.text("title").isBlank());
        assertFalse(answer.text("detail").isBlank());
    }

    @Test
    void aRoomIsOpenedChangedAndClosed() throws Exception {
        Answer opened = gateway.ask(
                "POST", "/v1/rooms", "{\"name\": \"board\", \"title\": \"The board\", \"max-participants\": 5}");
        assertEquals(201, opened.status());
        assertEquals("The board", opened.text("title"));
        assertProblem(409, gateway.ask("POST", "/v1/rooms", "{\"name\": \"board\"}"));
        Answer changed =
                gateway.ask("PATCH", "/v1/rooms/board", "{\"title\": \"Them\", \"pin\": \"77\", \"locked\": true}");
        assertEquals("Them", changed.text("title"));
        assertEquals("5", changed.text("max-participants"));
        assertEquals("false", changed.text("muted-on-entry"));
        Answer cleared =
                gateway.ask("PATCH", "/v1/rooms/board", "{\"max-participants\": null, \"muted-on-entry\": true}");
        assertEquals("absent", cleared.text("max-participants"));
        assertEquals("true", cleared.text("muted-on-entry"));
        assertTrue(changed.body().path("locked").asBoolean());
        assertEquals(
                "absent",
                gateway.ask("PATCH", "/v1/rooms/board", "{\"pin\": null}").text("pin"));
        assertTrue(gateway.get("/v1/rooms").body().findValuesAsText("name").containsAll(List.of("1500", "board")));
        assertEquals(204, gateway.ask("DELETE", "/v1/rooms/board", "").status());
        assertProblem(404, gateway.get("/v1/rooms/board"));
    }

    @Test
    void aLockByKeyEndsWithTheConferenceWhateverElseIsChangedMeanwhile() throws Exception {
        String path = "/v1/rooms/1777";
        gateway.ask("POST", "/v1/rooms", "{\"name\": \"1777\"}");
        TestPhone phone = gateway.phone();
        gateway.join(phone, "1777");
        phone.press("*7");
        assertTrue(gateway.await(path, a -> a.body().path("locked").asBoolean())
                .body()
                .path("locked")
                .asBoolean());
        Answer changed = gateway.ask("PATCH", path, "{\"title\": \"Locked\"}");
        assertTrue(changed.body().path("locked").asBoolean());
        phone.hangUp();
        assertFalse(gateway.await(path, a -> !a.body().path("locked").asBoolean())
                .body()
                .path("locked")
                .asBoolean());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "[]",
                "''",
                "{\"name\": 5}",
                "{\"name\": \"a b\"}",
                "{\"title\": \"no name\"}",
                "{\"name\": \"x\", \"pin\": \"abc\"}",
                "{\"name\": \"x\", \"locked\": \"yes\"}",
                "{\"name\": \"x\", \"max-participants\": 0}",
                "{\"name\": \"x\", \"max-participants\": 99999999999}",
                "{\"name\": \"x\", \"announce\": \"loudly\"}",
                "{\"name\": \"x\", \"tittle\": \"?\"}",
                "{\"name\": \"x\", \"name\": ",
                "nonsense",
            })
    void aBodyThatIsWrongIsRefusedInWords(String body) throws Exception {
        assertProblem(400, gateway.ask("POST", "/v1/rooms", body));
        assertProblem(404, gateway.get("/v1/rooms/x"));
    }

    @Test
    void aBodyThatIsTooLargeOrTooDeepIsRefused() throws Exception {
        String large = "{\"name\": \"" + "x".repeat(70_000) + "\"}";
        assertProblem(413, gateway.ask("POST", "/v1/rooms", large));
        assertProblem(400, gateway.ask("POST", "/v1/rooms", "[".repeat(30_000)));
    }

    @Test
    void whatIsNotHereIsAProblemToo() throws Exception {
        assertProblem(404, gateway.get("/v1/nothing"));
        assertProblem(404, gateway.get("/v1/calls/none"));
        assertProblem(404, gateway.get("/v1/calls/none/ladder"));
        assertProblem(404, gateway.ask("DELETE", "/v1/calls/none", ""));
        assertProblem(404, gateway.get("/v1/rooms/1500/participants/none"));
        assertProblem(404, gateway.ask("PATCH", "/v1/rooms/1500/participants/none", "{}"));
        assertProblem(405, gateway.ask("PUT", "/v1/rooms/1500", "{}"));
        assertProblem(404, gateway.get("/web/none.html"));
    }

    @Test
    void theFirstPageAsksForARoom() throws Exception {
        String page = gateway.get("/").body().textValue();
        assertTrue(page.contains("id=\"room-form\""), page);
    }

    @Test
    void aParticipantIsMutedRenamedMovedAndRemoved() throws Exception {
        TestPhone phone = gateway.phone();
        String id = gateway.join(phone, "1001");
        String path = "/v1/rooms/1001/participants/" + id;
        assertEquals("Ann", gateway.get(path).text("name"));
        assertTrue(gateway.ask("PATCH", path, "{\"muted\": true}")
                .body()
                .path("muted")
                .asBoolean());
        phone.press("*6");
        assertFalse(
                gateway.await(path, a -> !a.body().path("muted").asBoolean())
                        .body()
                        .path("muted")
                        .asBoolean(),
                "the key and the API work on one truth");
        Answer renamed = gateway.ask("PATCH", path, "{\"name\": \"Anna\", \"role\": \"host\", \"hand\": true}");
        assertEquals("Anna host true", renamed.text("name") + " " + renamed.text("role") + " " + renamed.text("hand"));
        assertProblem(400, gateway.ask("PATCH", path, "{\"muted\": \"yes\"}"));
        assertProblem(404, gateway.ask("PATCH", path, "{\"room\": \"77777\"}"));
        assertEquals(200, gateway.ask("PATCH", path, "{\"room\": \"1002\"}").status());
        assertProblem(404, gateway.get(path));
        assertEquals(
                204,
                gateway.ask("DELETE", "/v1/rooms/1002/participants/" + id, "").status());
        assertTrue(phone.end().startsWith("Bye"), phone.end());
        Answer past = gateway.get("/v1/calls/" + id);
        assertEquals("ended", past.text("state"));
        assertProblem(409, gateway.ask("DELETE", "/v1/calls/" + id, ""));
    }

    @Test
    void aCallHasALadderWithoutItsPinAndIsEnded() throws Exception {
        TestPhone phone = gateway.phone();
        String id = gateway.join(phone, "1500.258036914725", "1500");
        Answer call = gateway.get("/v1/calls/" + id);
        assertEquals("up 1500", call.text("state") + " " + call.text("dialled"));
        Answer ladder = gateway.get("/v1/calls/" + id + "/ladder");
        assertTrue(
                ladder.body().path(0).path("message").asText().startsWith("INVITE sip:1500.***@"),
                ladder.body().toString());
        assertFalse(
                ladder.body().toString().contains("258036914725"), ladder.body().toString());
        assertFalse(gateway.get("/v1/calls").body().toString().contains("258036914725"));
        assertEquals(204, gateway.ask("DELETE", "/v1/calls/" + id, "").status());
        assertTrue(phone.end().startsWith("Bye"), phone.end());
    }

    @Test
    void aPinInAHeaderOpensTheRoomToo() throws Exception {
        TestPhone phone = gateway.phone();
        phone.call("1500", Map.of("X-PIN", List.of("258036914725")));
        assertEquals(
                1,
                gateway.await("/v1/rooms/1500/participants", a -> a.body().size() == 1)
                        .body()
                        .size());
        String id = gateway.get("/v1/rooms/1500/participants")
                .body()
                .path(0)
                .path("id")
                .asText();
        assertFalse(gateway.get("/v1/calls/" + id + "/ladder").body().toString().contains("258036914725"));
        gateway.ask("DELETE", "/v1/calls/" + id, "");
        assertTrue(phone.end().startsWith("Bye"));
    }

    @Test
    void aRoomDialsOutAndSendsDigits() throws Exception {
        TestPhone phone = gateway.phone();
        String body = "{\"to\": \"" + phone.address() + "\", \"dtmf\": \"w12#\"}";
        Answer dialled = gateway.ask("POST", "/v1/rooms/1003/calls", body);
        assertEquals(202, dialled.status());
        assertEquals(phone.address(), dialled.text("to"));
        String path = "/v1/rooms/1003/participants";
        assertEquals(
                dialled.text("id"),
                gateway.await(path, a -> a.body().size() == 1)
                        .body()
                        .path(0)
                        .path("id")
                        .asText());
        assertProblem(400, gateway.ask("POST", "/v1/rooms/1003/calls", "{\"to\": \"ann@pbx\"}"));
        assertProblem(400, gateway.ask("POST", "/v1/rooms/1003/calls", "{\"to\": \"sip:a@b\", \"dtmf\": \"x\"}"));
        assertProblem(404, gateway.ask("POST", "/v1/rooms/77777/calls", "{\"to\": \"sip:a@127.0.0.1\"}"));
        assertEquals(204, gateway.ask("DELETE", "/v1/rooms/1003", "").status());
        assertTrue(phone.end().startsWith("Bye"), phone.end());
    }

    @Test
    void listsWithoutAnythingInThemAreEmpty() throws Exception {
        assertEquals(0, gateway.get("/v1/trunks").body().size());
        assertEquals(0, gateway.get("/v1/devices").body().size());
    }
}
