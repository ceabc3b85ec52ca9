package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on, as clients hear of it by WebSocket and by server-sent events. */
class EventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private LiveGateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    EventsTest() {}

    @BeforeEach
    void up() throws Exception {
        gateway = new LiveGateway(folder, "rooms: [{name: '1500', title: Monday round}]\n");
    }

    @AfterEach
    void down() {
        gateway.close();
        client.shutdownNow();
    }

    private TestSocket listen(String query) throws Exception {
        return new TestSocket(
                client, "ws://" + gateway.at("http") + "/v1/events?access_token=" + gateway.token() + query, List.of());
    }

    /** The next event of that type; what comes before it is passed over. */
    private static JsonNode next(TestSocket socket, String type) throws Exception {
        for (int i = 0; i < 100; i++) {
            JsonNode event = JSON.readTree(socket.text());
            Instant.parse(event.path("at").asText());
            if (event.path("type").asText().equals(type)) {
                return event;
            }
        }
        throw new AssertionError("no " + type);
    }

    @Test
    void firstHowEverythingStandsThenEachFact() throws Exception {
        TestSocket socket = listen("");
        JsonNode snapshot = JSON.readTree(socket.text());
        assertEquals("snapshot", snapshot.path("type").asText());
        assertEquals("1500", snapshot.path("rooms").path(0).path("room").asText());
        assertEquals(
                "Monday round",
                snapshot.path("rooms").path(0).path("settings").path("title").asText());
        TestPhone phone = gateway.phone();
        String id = gateway.join(phone, "1001");
        assertEquals("1001", next(socket, "room-opened").path("room").asText());
        JsonNode joined = next(socket, "participant-joined");
        assertEquals(id, joined.path("participant").path("id").asText());
        assertEquals("1001", joined.path("room").asText());
        phone.press("*6");
        JsonNode changed = next(socket, "participant-changed");
        while (!changed.path("participant").path("muted").asBoolean()) {
            changed = next(socket, "participant-changed"); // the first one there becomes the host
        }
        phone.hangUp();
        assertEquals(
                id,
                next(socket, "participant-left").path("participant").path("id").asText());
        JsonNode ended = next(socket, "call");
        assertEquals("ended", ended.path("call").path("state").asText());
    }

    @Test
    void oneRoomAloneWhereThatIsAskedFor() throws Exception {
        TestSocket socket = listen("&room=1002");
        assertEquals(0, JSON.readTree(socket.text()).path("rooms").size());
        gateway.join(gateway.phone(), "1001");
        gateway.join(gateway.phone(), "1002");
        JsonNode first = JSON.readTree(socket.text());
        assertEquals("1002", first.path("room").asText(), first.toString());
    }

    @Test
    void asServerSentEventsToo() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + gateway.at("http") + "/v1/events"))
                .header("Authorization", "Bearer " + gateway.token())
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/event-stream;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""));
        Iterator<String> lines = answer.body().iterator();
        assertTrue(lines.next().startsWith("data: {\"type\":\"snapshot\""));
        assertEquals("", lines.next());
        gateway.ask("PATCH", "/v1/rooms/1500", "{\"title\": \"Them\"}");
        String changed = lines.next();
        assertTrue(changed.startsWith("data: {\"type\":\"room-changed\""), changed);
        gateway.close();
        List<String> rest = new ArrayList<>();
        try {
            lines.forEachRemaining(rest::add);
        } catch (UncheckedIOException cut) {
            // the server may be gone before the chunk that says that there is no other
        }
        assertTrue(rest.toString().contains("the gateway is going down"), rest.toString());
    }

    @Test
    void whoListensIsToldWhenTheGatewayGoesDown() throws Exception {
        TestSocket socket = listen("");
        socket.text();
        gateway.close();
        String closed = socket.closed();
        assertTrue(closed.endsWith("the gateway is going down"), closed);
    }

    @Test
    void nothingIsToBeSaidThere() throws Exception {
        TestSocket socket = listen("");
        socket.send("{}");
        assertEquals("1008 nothing is to be said here", socket.closed());
    }

    private String handshake(String path, String line) throws Exception {
        URI at = URI.create("http://" + gateway.at("http"));
        try (Socket raw = new Socket(InetAddress.ofLiteral(at.getHost()), at.getPort())) {
            raw.setSoTimeout(10_000);
            raw.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + at.getAuthority() + "\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + line + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = raw.getInputStream();
            byte[] first = new byte[4096];
            return new String(first, 0, Math.max(0, in.read(first)), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aHandshakeThatIsRefusedIsAProblem() throws Exception {
        String taken = handshake("/v1/events?access_token=" + gateway.token(), "");
        assertTrue(taken.startsWith("HTTP/1.1 101 ") && !taken.contains("Set-Cookie"), taken);
        String without = handshake("/v1/events", "");
        assertTrue(without.startsWith("HTTP/1.1 401 ") && without.contains("problem+json"), without);
        String wrong = handshake("/v1/events?access_token=x", "");
        assertTrue(wrong.startsWith("HTTP/1.1 401 ") && wrong.contains("\"status\":401"), wrong);
        String stranger = handshake("/v1/events?access_token=" + gateway.token(), "Origin: https://evil.example\r\n");
        assertTrue(stranger.startsWith("HTTP/1.1 403 ") && stranger.contains("problem+json"), stranger);
        String elsewhere = handshake("/v1/nothing", "");
        assertTrue(elsewhere.startsWith("HTTP/1.1 404 ") && elsewhere.contains("problem+json"), elsewhere);
        assertFalse(elsewhere.contains("html"), elsewhere);
    }

    @Test
    void theTokenStandsInNoOtherQuery() throws Exception {
        assertEquals(
                401,
                gateway.ask("GET", "/v1/rooms?access_token=" + gateway.token(), "", java.util.Optional.of("wrong"))
                        .status());
    }

    @Test
    void thereIsAnEndToHowManyListen() throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sockets.add(listen(""));
            sockets.getLast().text();
        }
        String more = handshake("/v1/events?access_token=" + gateway.token(), "");
        assertTrue(more.startsWith("HTTP/1.1 503 ") && more.contains("problem+json"), more);
        assertEquals(503, gateway.get("/v1/events").status());
        sockets.getFirst().socket().abort();
    }
}
