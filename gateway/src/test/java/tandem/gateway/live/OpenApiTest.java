package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tandem.gateway.live.LiveGateway.Answer;

/** {@code /openapi.json} against the server that serves it, both ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final LiveGateway gateway;
    private final JsonNode document;

    OpenApiTest() throws Exception {
        gateway = new LiveGateway(Files.createTempDirectory(Path.of("target"), "openapi"), """
                        rooms: [{name: '1500', pin: '2580'}]
                        trunks:
                          - {name: away, mode: register, host: '127.0.0.1:9', username: a, password: b}
                          - {name: peer, mode: peer, host: 127.0.0.1, keepalive: 'off'}
                        devices: [{user: '101', password: correct horse, name: Ann}]
                        """);
        document = gateway.ask("GET", "/openapi.json", "", Optional.empty()).body();
    }

    @AfterAll
    void down() {
        gateway.close();
    }

    @Test
    void namesEachPathThatIsServedAndNoOther() {
        Set<String> told = new TreeSet<>();
        document.path("paths").fieldNames().forEachRemaining(told::add);
        assertEquals(told, new TreeSet<>(gateway.routes()));
    }

    @Test
    void namesEachMethodThatIsServedAndNoOther() throws Exception {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            String concrete = path.getKey()
                    .replace("{room}", "none")
                    .replace("{id}", "none")
                    .replace("{name}", "none");
            for (String method : METHODS) {
                boolean told = path.getValue().has(method.toLowerCase(Locale.ROOT));
                if (told && (concrete.equals("/v1/drain") || concrete.equals("/v1/events"))) {
                    continue; // the one would end the gateway, the other does not end
                }
                int status =
                        gateway.ask(method, concrete, told ? "{\"?\": 1}" : "").status();
                assertEquals(told, status != 405, method + " " + concrete + " " + status);
            }
        }
    }

    /** Asks, and looks whether the answer is one that is documented, with all that it must have and nothing unknown. */
    private Answer sample(String method, String path, String concrete, String body) throws Exception {
        Answer answer = gateway.ask(method, concrete, body);
        JsonNode told = document.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(answer.status()));
        String what = method + " " + concrete + " " + answer.status() + " " + answer.body();
        assertTrue(told.isObject(), what);
        JsonNode content = resolved(told).path("content");
        if (answer.type().contains("json") && content.size() > 0) {
            assertTrue(content.has(answer.type()), what + " " + answer.type());
            check(answer.body(), content.path(answer.type()).path("schema"), what);
        }
        return answer;
    }

    private JsonNode resolved(JsonNode node) {
        String to = node.path("$ref").asText();
        return to.isEmpty() ? node : document.at(to.substring(1));
    }

    private void check(JsonNode value, JsonNode reference, String what) {
        JsonNode schema = resolved(reference);
        if (value.isArray()) {
            assertEquals("array", schema.path("type").asText(), what);
            value.forEach(item -> check(item, schema.path("items"), what));
        } else if (value.isObject()) {
            schema.path("required").forEach(name -> assertTrue(value.has(name.asText()), name + " is not in " + what));
            value.properties().forEach(member -> {
                assertTrue(schema.path("properties").has(member.getKey()), member.getKey() + " is unknown in " + what);
                check(member.getValue(), schema.path("properties").path(member.getKey()), what);
            });
        } else if (schema.has("enum")) {
            assertTrue(schema.path("enum").toString().contains(value.toString()), value + " of " + what);
        } else if (schema.path("type").isTextual()) {
            assertEquals(schema.path("type").asText(), kind(value), what);
        }
    }

    private static String kind(JsonNode value) {
        if (value.isBoolean()) {
            return "boolean";
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() ? "integer" : "number";
        }
        return "string";
    }

    @Test
    void answersAreAsTheyAreDocumented() throws Exception {
        sample("GET", "/health", "/health", "");
        sample("GET", "/web/{name}", "/web/none.mjs", "");
        sample("GET", "/v1/rooms", "/v1/rooms", "");
        sample("POST", "/v1/rooms", "/v1/rooms", "{\"name\": \"board\", \"token\": \"required\"}");
        sample("POST", "/v1/rooms", "/v1/rooms", "{\"name\": \"board\"}");
        sample("POST", "/v1/rooms", "/v1/rooms", "{}");
        sample("GET", "/v1/rooms/{room}", "/v1/rooms/board", "");
        sample("PATCH", "/v1/rooms/{room}", "/v1/rooms/board", "{\"max-participants\": 3, \"token\": \"off\"}");
        sample("DELETE", "/v1/rooms/{room}", "/v1/rooms/board", "");
        sample("DELETE", "/v1/rooms/{room}", "/v1/rooms/board", "");
        sample("GET", "/v1/trunks", "/v1/trunks", "");
        sample("GET", "/v1/devices", "/v1/devices", "");
        sample("POST", "/v1/rooms/{room}/calls", "/v1/rooms/77777/calls", "{\"to\": \"sip:a@127.0.0.1\"}");
        sample("POST", "/v1/rooms/{room}/calls", "/v1/rooms/1003/calls", "{\"to\": \"sip:a@127.0.0.1:9\"}");
        sample("POST", "/v1/rooms/{room}/calls", "/v1/rooms/1003/calls", "{\"to\": \"1\", \"trunk\": \"away\"}");
        sample("POST", "/v1/rooms/{room}/calls", "/v1/rooms/1003/calls", "{\"to\": \"a b\", \"trunk\": \"away\"}");
    }

    @Test
    void thoseOfParticipantsAndCallsToo() throws Exception {
        String id = gateway.join(gateway.phone(), "1001");
        gateway.ask("POST", "/v1/rooms", "{\"name\": \"full\", \"max-participants\": 1}");
        gateway.join(gateway.phone(), "1002");
        gateway.ask("PATCH", "/v1/rooms/1002", "{\"max-participants\": 1}");
        String list = "/v1/rooms/{room}/participants";
        String one = "/v1/rooms/{room}/participants/{id}";
        String here = "/v1/rooms/1001/participants/" + id;
        sample("GET", list, "/v1/rooms/1001/participants", "");
        sample("GET", one, here, "");
        sample("PATCH", one, here, "{\"muted\": true, \"name\": \"Ann\"}");
        sample("PATCH", one, here, "{\"muted\": 1}");
        sample("PATCH", one, here, "{\"hand\": true, \"state\": \"in\"}");
        assertEquals(409, sample("PATCH", one, here, "{\"state\": \"waiting\"}").status());
        assertEquals(409, sample("PATCH", one, here, "{\"room\": \"1002\"}").status());
        sample("GET", "/v1/calls", "/v1/calls", "");
        sample("GET", "/v1/calls/{id}", "/v1/calls/" + id, "");
        sample("GET", "/v1/calls/{id}/ladder", "/v1/calls/" + id + "/ladder", "");
        sample("DELETE", one, here, "");
        sample("DELETE", one, here, "");
        sample("DELETE", "/v1/calls/{id}", "/v1/calls/" + id, "");
        sample("DELETE", "/v1/calls/{id}", "/v1/calls/none", "");
    }

    @Test
    void thoseOfARoomWithADoorToo() throws Exception {
        String settings =
                "{\"name\": \"door\", \"lobby\": \"all\", \"wait-for-host\": true, \"without-host\": \"stay\","
                        + "\"host-grace\": \"PT5M\", \"wait-limit\": \"PT10M\", \"silence\": \"PT2M\","
                        + "\"dial\": [{\"to\": \"sip:a@127.0.0.1:9\", \"role\": \"host\", \"dtmf\": \"w1#\"}]}";
        assertEquals(201, sample("POST", "/v1/rooms", "/v1/rooms", settings).status());
        gateway.ask("POST", "/v1/rooms", settings.replace("door", "1010"));
        String id = gateway.join(gateway.phone(), "1010");
        String one = "/v1/rooms/{room}/participants/{id}";
        String list = "/v1/rooms/{room}/participants";
        assertEquals(
                "waiting",
                sample("GET", one, "/v1/rooms/1010/participants/" + id, "").text("state"));
        sample("GET", list, "/v1/rooms/1010/participants", "");
        sample("PATCH", one, "/v1/rooms/1010/participants/" + id, "{\"state\": \"in\"}");
        sample("GET", "/v1/rooms/{room}", "/v1/rooms/1010", "");
        sample("PATCH", "/v1/rooms/{room}", "/v1/rooms/1010", "{\"admit-all\": true, \"lobby\": \"off\"}");
        assertEquals(
                204, sample("DELETE", list, "/v1/rooms/1010/participants", "").status());
        assertEquals(
                404, sample("DELETE", list, "/v1/rooms/none/participants", "").status());
    }

    @Test
    void aDeviceThatRegistersIsShown() throws Exception {
        try (RawPhone phone = new RawPhone(gateway.sip(), "101")) {
            phone.register("gateway", "correct horse");
            Answer devices = sample("GET", "/v1/devices", "/v1/devices", "");
            assertEquals("registered", devices.body().path(0).path("state").asText());
            assertEquals(1, devices.body().path(0).path("contacts").size());
        }
    }

    @Test
    void aTokenIsMadeForOneRoom() throws Exception {
        String body = "{\"room\": \"1000\", \"role\": \"host\", \"name\": \"Ann\", \"lifetime\": \"PT5M\"}";
        Answer made = sample("POST", "/v1/tokens", "/v1/tokens", body);
        assertEquals(201, made.status());
        assertEquals("/r/1000?token=" + made.text("token"), made.text("url"));
        assertEquals(3, made.text("token").split("\\.", -1).length);
        for (String wrong : List.of(
                "{}",
                "{\"room\": \"a b\"}",
                "{\"room\": \"1000\", \"role\": \"king\"}",
                "{\"room\": \"1000\", \"lifetime\": \"P31D\"}",
                "{\"room\": \"1000\", \"lifetime\": \"-PT5M\"}",
                "{\"room\": \"1000\", \"lifetime\": \"soon\"}",
                "{\"room\": \"1000\", \"exp\": 1}")) {
            assertEquals(400, sample("POST", "/v1/tokens", "/v1/tokens", wrong).status(), wrong);
        }
    }
}
