package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tandem.gateway.live.LiveGateway.Answer;

/** Hosts, lobby, auto-dial and PINs as a client of the API sees them, with phones at the door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorApiTest {
    private final LiveGateway gateway;

    DoorApiTest() throws Exception {
        gateway = new LiveGateway(Files.createTempDirectory(Path.of("target"), "door"), """
                rooms:
                  - {name: '1500', pin: '25803691', host-pin: '99887766', host-grace: 1s}
                  - {name: '1501', lobby: all, language: ru, silence: 2m, muted-on-entry: true}
                  - {name: '1502', pin: '14703692'}
                """);
    }

    @AfterAll
    void down() {
        gateway.close();
    }

    private TestPhone comes(String room, String pin) throws Exception {
        TestPhone phone = gateway.phone();
        phone.call(room, pin.isEmpty() ? Map.of() : Map.of("X-PIN", List.of(pin)));
        return phone;
    }

    /** Asks until so many are in the room and so many at its door. */
    private JsonNode await(String room, int in, int waiting) throws Exception {
        String path = "/v1/rooms/" + room + "/participants";
        Answer answer =
                gateway.await(path, a -> a.status() == 200 && count(a, "in") == in && count(a, "waiting") == waiting);
        assertEquals(in, count(answer, "in"), answer.body().toString());
        assertEquals(waiting, count(answer, "waiting"), answer.body().toString());
        return answer.body();
    }

    private static long count(Answer answer, String state) {
        return answer.body().findValuesAsText("state").stream()
                .filter(state::equals)
                .count();
    }

    @Test
    void aGuestWaitsForTheHostAndIsLetInBeforeByTheApi() throws Exception {
        TestPhone guest = comes("1500", "25803691");
        JsonNode waiting = await("1500", 0, 1).path(0);
        assertEquals("host", waiting.path("waits-for").asText());
        Answer room = gateway.get("/v1/rooms/1500");
        assertTrue(room.body().path("wait-for-host").asBoolean());
        assertEquals("end", room.text("without-host"));
        assertEquals(1, room.body().path("waiting").asInt());
        String here = "/v1/rooms/1500/participants/" + waiting.path("id").asText();
        Answer admitted = gateway.ask("PATCH", here, "{\"state\": \"in\"}");
        assertEquals("in", admitted.text("state"));
        assertEquals(409, gateway.ask("PATCH", here, "{\"state\": \"waiting\"}").status());
        comes("1500", "99887766");
        JsonNode both = await("1500", 2, 0);
        assertEquals("host", both.path(1).path("role").asText());
        gateway.ask(
                "DELETE",
                "/v1/rooms/1500/participants/" + both.path(1).path("id").asText(),
                "");
        guest.end();
        assertEquals(200, gateway.get("/v1/rooms/1500").status());
    }

    @Test
    void aLobbyIsShownAdmittedRefusedAndToldOf() throws Exception {
        TestSocket socket = new TestSocket(
                HttpClient.newHttpClient(),
                "ws://" + gateway.at("http") + "/v1/events?room=1501&access_token=" + gateway.token(),
                List.of());
        gateway.join(gateway.phone(), "1501");
        TestPhone second = comes("1501", "");
        await("1501", 1, 1);
        TestPhone third = comes("1501", "");
        JsonNode all = await("1501", 1, 2);
        String path = "/v1/rooms/1501/participants/";
        Answer in = gateway.ask("PATCH", path + all.path(1).path("id").asText(), "{\"state\": \"in\"}");
        assertTrue(in.body().path("muted").asBoolean());
        assertEquals(
                204,
                gateway.ask("DELETE", path + all.path(2).path("id").asText(), "")
                        .status());
        third.end();
        assertFalse(second.over());
        comes("1501", "");
        await("1501", 2, 1);
        assertEquals(
                0,
                gateway.ask("PATCH", "/v1/rooms/1501", "{\"admit-all\": true}")
                        .body()
                        .path("waiting")
                        .asInt());
        Answer room = gateway.get("/v1/rooms/1501");
        assertEquals("PT2M", room.text("silence"));
        assertEquals("ru", room.text("language"));
        assertEquals(
                204, gateway.ask("DELETE", "/v1/rooms/1501/participants", "").status());
        second.end();
        assertEquals(
                0, gateway.get("/v1/rooms/1501").body().path("participants").asInt());
        String told =
                IntStream.range(0, 12).mapToObj(_ -> text(socket)).toList().toString();
        assertTrue(told.contains("participant-waiting\"") && told.contains("participant-waiting-over"), told);
    }

    private static String text(TestSocket socket) {
        try {
            return socket.text();
        } catch (Exception none) {
            return none.toString();
        }
    }

    @Test
    void aRoomCallsWhoseNumberIsSetUp() throws Exception {
        TestPhone called = gateway.phone();
        Answer made = gateway.ask(
                "POST",
                "/v1/rooms",
                "{\"name\": \"1600\", \"wait-for-host\": false, \"dial\": [{\"to\": \"" + called.address()
                        + "\", \"role\": \"host\", \"dtmf\": \"ww258#\"}]}");
        assertEquals(201, made.status());
        assertFalse(made.body().toString().contains("258"), "the digits may be somebody's PIN");
        assertEquals("idle", made.body().path("dial").path(0).path("state").asText());
        gateway.join(gateway.phone(), "1600");
        JsonNode two = await("1600", 2, 0);
        assertEquals("host", two.path(1).path("role").asText());
        JsonNode dial = gateway.get("/v1/rooms/1600").body().path("dial").path(0);
        assertEquals("in", dial.path("state").asText());
        assertEquals(two.path(1).path("id"), dial.path("call"));
        assertEquals(
                400,
                gateway.ask("PATCH", "/v1/rooms/1600", "{\"dial\": [{\"to\": \"ann@pbx\"}]}")
                        .status());
        assertEquals(
                400, gateway.ask("PATCH", "/v1/rooms/1600", "{\"dial\": {}}").status());
        assertEquals(
                400,
                gateway.ask("PATCH", "/v1/rooms/1600", "{\"silence\": \"PT1S\"}")
                        .status());
        assertEquals(
                400,
                gateway.ask("PATCH", "/v1/rooms/1600", "{\"host-grace\": \"soon\"}")
                        .status());
        assertEquals(
                200,
                gateway.ask("PATCH", "/v1/rooms/1600", "{\"wait-for-host\": null}")
                        .status());
        gateway.ask("DELETE", "/v1/rooms/1600", "");
        called.end();
    }

    private static long wrongOnes(List<String> logged) {
        return logged.stream().filter(line -> line.startsWith("wrong PIN")).count();
    }

    @Test
    void aGuesserIsShutOutAndNoPinIsSeenAnywhere() throws Exception {
        TestSocket socket = new TestSocket(
                HttpClient.newHttpClient(),
                "ws://" + gateway.at("http") + "/v1/events?access_token=" + gateway.token(),
                List.of());
        try (Logged logged = new Logged("tandem")) {
            TestPhone inside = comes("1502", "14703692");
            JsonNode one = await("1502", 1, 0);
            for (int i = 0; i < 7; i++) {
                TestPhone guesser = comes("1502", "31415926");
                gateway.await(
                        "/v1/calls",
                        a -> a.body().path(1).path("state").asText().equals("up"));
                guesser.press("27182818#16180339#");
                int wrong = 3 * (i + 1);
                gateway.await("/health", _ -> wrongOnes(logged.lines()) == wrong);
                assertEquals(wrong, wrongOnes(logged.lines()));
                guesser.hangUp();
                guesser.end();
            }
            String refused = comes("1502", "14703692").end();
            assertTrue(refused.contains("403"), refused);
            assertFalse(inside.over(), "who is inside notices nothing");
            await("1502", 1, 0);
            String events = "";
            for (int i = 0; i < 200 && !events.contains("pin-locked-out"); i++) {
                events += socket.text();
            }
            assertTrue(events.contains("\"cause\":\"pin-locked-out\""), events);
            String id = one.path(0).path("id").asText();
            String seen = logged.lines()
                    + events
                    + gateway.get("/v1/calls").body()
                    + gateway.get("/v1/calls/" + id).body()
                    + gateway.get("/v1/calls/" + id + "/ladder").body();
            for (String pin : List.of("14703692", "31415926", "27182818", "16180339")) {
                assertFalse(seen.contains(pin), pin + " in " + seen);
            }
            assertTrue(
                    logged.lines().contains("wrong PIN for room 1502 from 127.0.0.1"),
                    logged.lines().toString());
            assertTrue(logged.lines().stream().anyMatch(line -> line.startsWith("no PIN is taken for room 1502 now")));
            assertEquals("14703692", gateway.get("/v1/rooms/1502").text("pin"), "the administrator may");
        }
    }
}
