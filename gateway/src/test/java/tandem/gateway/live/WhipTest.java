package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WHIP (RFC 9725) and WHEP as they are on the wire. */
class WhipTest {
    private static final String CONFIGURATION = """
            http: {origins: ['https://studio.example']}
            rooms:
              - {name: "1001", pin: "2580"}
              - {name: "1005", host-pin: "9999"}
              - {name: "1002", token: required}
              - {name: "1003", max-participants: 1}
            """;
    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String UFRAG = "EsAw";
    private static final String PASSWORD = "P2uYro0UCOQ4zxjKXaWCBui1";
    private static final String OFFER = """
            v=0
            o=- 5228595038118931041 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            a=extmap-allow-mixed
            a=ice-options:trickle ice2
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=rtcp:9 IN IP4 0.0.0.0
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            a=fingerprint:sha-256 DA:7B:57:DC:28:CE:04:4F:31:79:85:C4:31:67:EB:27:58:29:ED:77:2A:0D:24:AE:ED:AD:30:BC:BD:F1:9C:02
            a=setup:actpass
            a=mid:0
            a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
            a=sendonly
            a=msid:- d46fb922-d52a-4e9c-aa87-444eadc1521b
            a=rtcp-mux
            a=rtcp-mux-only
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            """.replace("\n", "\r\n");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private LiveGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new LiveGateway(folder, CONFIGURATION);
    }

    @AfterEach
    void stop() {
        gateway.close();
        client.close();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        return ask(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> ask(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + gateway.at("http") + path))
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String offer, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = SDP;
        return ask("POST", path, offer, all);
    }

    private HttpResponse<String> patch(String session, String fragment, String... ifMatch) throws Exception {
        return ifMatch.length == 0
                ? ask("PATCH", session, fragment, "Content-Type", FRAGMENT)
                : ask("PATCH", session, fragment, "Content-Type", FRAGMENT, "If-Match", ifMatch[0]);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String fragment(String ufrag, String password) {
        return "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + password + "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                + "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag " + ufrag
                + " network-id 1\r\na=end-of-candidates\r\n";
    }

    private int inRoom(String room) throws Exception {
        LiveGateway.Answer answer = gateway.get("/v1/rooms/" + room + "/participants");
        return answer.status() == 200 ? answer.body().size() : 0;
    }

    @Test
    void aPostTakesASeatAndADeleteEmptiesIt() throws Exception {
        HttpResponse<String> created = post("/whip/1000", OFFER);
        assertEquals(201, created.statusCode(), created.body());
        assertEquals(SDP, header(created, "Content-Type"));
        assertTrue(header(created, "ETag").matches("\"[\\w-]+\""), header(created, "ETag"));
        String session = header(created, "Location");
        assertTrue(session.matches("/whip/1000/[\\w-]{32}"), session);
        for (String line :
                List.of("a=ice-lite", "a=group:BUNDLE 0", "a=recvonly", "a=setup:passive", "a=rtcp-mux", "a=mid:0")) {
            assertTrue(created.body().contains(line + "\r\n"), line + " in\n" + created.body());
        }
        assertEquals(1, inRoom("1000"));
        assertEquals(404, ask("DELETE", session.replace("whip", "whep"), "").statusCode());
        assertEquals(200, ask("DELETE", session, "", "If-Match", "\"another\"").statusCode());
        assertEquals(0, inRoom("1000"));
        assertEquals(404, ask("DELETE", session, "").statusCode());
        assertEquals(404, patch(session, fragment(UFRAG, PASSWORD), "*").statusCode());
    }

    @Test
    void mediaGoesOneWayWhateverTheClientWouldDo() throws Exception {
        String both = OFFER.replace("a=sendonly", "a=sendrecv");
        assertTrue(post("/whip/1000", both).body().contains("a=recvonly\r\n"));
        assertTrue(post("/whep/1000", both).body().contains("a=sendonly\r\n"));
        assertEquals(422, post("/whep/1000", OFFER).statusCode());
        assertEquals(
                422,
                post("/whip/1000", OFFER.replace("a=sendonly", "a=recvonly")).statusCode());
        assertEquals(
                422,
                post("/whip/1000", OFFER.replace("a=sendonly", "a=inactive")).statusCode());
        assertEquals(2, inRoom("1000"));
    }

    @Test
    void offersThatCannotBeUsedAreRefused() throws Exception {
        HttpResponse<String> torn = post("/whip/1000", "v=0\r\nm=audio\r\n");
        assertEquals(400, torn.statusCode());
        assertEquals("application/problem+json", header(torn, "Content-Type"));
        assertEquals(400, post("/whip/1000", "").statusCode());
        assertEquals(
                422,
                post("/whip/1000", OFFER.replaceAll("a=fingerprint.*\r\n", "")).statusCode());
        assertEquals(
                422, post("/whip/1000", OFFER.replaceAll("a=ice-pwd.*\r\n", "")).statusCode());
        assertEquals(
                422, post("/whip/1000", OFFER.replace("m=audio", "m=video")).statusCode());
        assertEquals(422, post("/whip/1000", OFFER.replace("opus", "other")).statusCode());
        String second = OFFER.substring(OFFER.indexOf("m=audio")).replace("a=mid:0", "a=mid:1");
        assertEquals(422, post("/whip/1000", OFFER + second).statusCode());
        assertEquals(
                415,
                ask("POST", "/whip/1000", OFFER, "Content-Type", "text/plain").statusCode());
        assertEquals(415, ask("POST", "/whip/1000", OFFER).statusCode());
        assertEquals(404, post("/whip/nowhere", OFFER).statusCode());
        assertEquals(0, inRoom("1000"));
    }

    @Test
    void aHugeBodyIsNotRead() throws Exception {
        byte[] huge = (OFFER + "a=x\r\n".repeat(14_000)).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                413,
                post("/whip/1000", new String(huge, StandardCharsets.UTF_8)).statusCode());
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge));
        assertEquals(
                413, ask("POST", "/whip/1000", chunked, "Content-Type", SDP).statusCode());
    }

    @Test
    void candidatesAreTakenForTheIceSessionThereIs() throws Exception {
        HttpResponse<String> created = post("/whip/1000", OFFER);
        String session = header(created, "Location");
        String tag = header(created, "ETag");
        HttpResponse<String> taken = patch(session, fragment(UFRAG, PASSWORD), tag);
        assertEquals(204, taken.statusCode());
        assertEquals("", header(taken, "ETag"));
        assertEquals(
                204, patch(session, fragment(UFRAG, PASSWORD), "\"x\", " + tag).statusCode());
        assertEquals(412, patch(session, fragment(UFRAG, PASSWORD), "\"x\"").statusCode());
        assertEquals(412, patch(session, fragment(UFRAG, PASSWORD), "W/" + tag).statusCode());
        assertEquals(204, patch(session, fragment(UFRAG, PASSWORD)).statusCode());
        assertEquals(400, patch(session, "a=mid:0\r\n", tag).statusCode());
        assertEquals(
                415,
                ask("PATCH", session, "", "Content-Type", SDP, "If-Match", tag).statusCode());
    }

    @Test
    void newCredentialsRestartIceAndNobodyIsHeldForIt() throws Exception {
        HttpResponse<String> created = post("/whip/1000", OFFER);
        String session = header(created, "Location");
        String tag = header(created, "ETag");
        assertEquals(
                428,
                patch(session, fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k")).statusCode());
        assertEquals(
                412,
                patch(session, fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k"), "\"x\"")
                        .statusCode());
        HttpResponse<String> restarted = patch(session, fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k"), "*");
        assertEquals(200, restarted.statusCode(), restarted.body());
        assertEquals(FRAGMENT, header(restarted, "Content-Type"));
        assertNotEquals(tag, header(restarted, "ETag"));
        String before = created.body().replaceAll("(?s).*a=ice-ufrag:(\\S+).*", "$1");
        assertTrue(restarted.body().contains("a=ice-lite\r\n"), restarted.body());
        assertTrue(restarted.body().contains("a=candidate:"), restarted.body());
        assertTrue(restarted.body().contains("a=ice-pwd:"), restarted.body());
        assertFalse(restarted.body().contains("a=ice-ufrag:" + before + "\r\n"), restarted.body());
        assertEquals(
                restarted.body(),
                patch(session, fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k"), "*")
                        .body(),
                "asked again");
        assertEquals(412, patch(session, fragment(UFRAG, PASSWORD), tag).statusCode(), "late candidates");
        assertFalse(gateway.get("/v1/rooms/1000/participants")
                .body()
                .path(0)
                .path("held")
                .asBoolean());
    }

    @Test
    void theResourcesAreThereAndOtherMethodsAreKeptForLater() throws Exception {
        String session = header(post("/whip/1000", OFFER), "Location");
        for (String path : List.of("/whip/1000", session, "/whep/1000")) {
            assertEquals(204, ask("GET", path, "").statusCode());
            assertEquals(204, ask("HEAD", path, "").statusCode());
            HttpResponse<String> put = ask("PUT", path, "");
            assertEquals(405, put.statusCode());
            assertTrue(header(put, "Allow").contains("GET"), put.headers().toString());
        }
        assertEquals(405, ask("DELETE", "/whip/1000", "").statusCode());
        assertEquals(405, post(session, OFFER).statusCode());
        assertEquals(SDP, header(ask("OPTIONS", "/whip/1000", ""), "Accept-Post"));
        assertEquals(FRAGMENT, header(ask("OPTIONS", session, ""), "Accept-Patch"));
    }

    @Test
    void pagesOfOtherSitesAreAnsweredWhereTheyMay() throws Exception {
        HttpResponse<String> asked = ask(
                "OPTIONS",
                "/whip/1000",
                "",
                "Origin",
                "https://studio.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
        assertEquals(200, asked.statusCode());
        assertEquals("https://studio.example", header(asked, "Access-Control-Allow-Origin"));
        assertTrue(header(asked, "Access-Control-Allow-Methods").contains("PATCH"));
        assertTrue(header(asked, "Access-Control-Allow-Headers").contains("If-Match"));
        HttpResponse<String> created = post("/whip/1000", OFFER, "Origin", "https://studio.example");
        assertEquals(201, created.statusCode());
        assertTrue(header(created, "Access-Control-Expose-Headers").contains("Location, ETag"));
        HttpResponse<String> refused = post("/whip/1000", "?", "Origin", "https://studio.example");
        assertEquals("https://studio.example", header(refused, "Access-Control-Allow-Origin"));
        assertEquals(
                403, post("/whip/1000", OFFER, "Origin", "https://evil.example").statusCode());
        assertEquals(
                403,
                ask("OPTIONS", "/whip/1000", "", "Origin", "https://evil.example")
                        .statusCode());
        assertEquals(1, inRoom("1000"));
    }

    private String token(String room) throws Exception {
        return gateway.ask("POST", "/v1/tokens", "{\"room\": \"" + room + "\", \"role\": \"guest\"}")
                .text("token");
    }

    @Test
    void whereHostsAloneHaveAPinItIsAGuestAndWaitsForThem() throws Exception {
        assertEquals(201, post("/whip/1005", OFFER).statusCode());
        assertEquals(
                "waiting",
                gateway.get("/v1/rooms/1005/participants")
                        .body()
                        .path(0)
                        .path("state")
                        .asText());
    }

    @Test
    void aRoomWithAPinOrForTokensOpensByAToken() throws Exception {
        HttpResponse<String> asked = post("/whip/1001", OFFER);
        assertEquals(401, asked.statusCode());
        assertEquals("Bearer", header(asked, "WWW-Authenticate"));
        assertEquals(401, post("/whip/1002", OFFER).statusCode());
        HttpResponse<String> wrong = post("/whip/1002", OFFER, "Authorization", "Bearer nonsense");
        assertEquals(401, wrong.statusCode());
        assertEquals("Bearer error=\"invalid_token\"", header(wrong, "WWW-Authenticate"));
        assertEquals(
                401,
                post("/whip/1002", OFFER, "Authorization", "Bearer " + token("1001"))
                        .statusCode());
        assertEquals(
                201,
                post("/whip/1001", OFFER, "Authorization", "Bearer " + token("1001"))
                        .statusCode());
        assertEquals(
                201,
                post("/whep/1002", OFFER.replace("sendonly", "recvonly"), "Authorization", "bearer " + token("1002"))
                        .statusCode());
        assertEquals(
                0,
                gateway.get("/v1/calls")
                        .body()
                        .valueStream()
                        .filter(call -> call.path("state").asText().equals("ringing"))
                        .count());
    }

    @Test
    void aFullRoomSaysSo() throws Exception {
        assertEquals(201, post("/whip/1003", OFFER).statusCode());
        assertEquals(409, post("/whip/1003", OFFER).statusCode());
        HttpResponse<String> slash = post("/whep/1000/", OFFER.replace("sendonly", "recvonly"));
        assertTrue(header(slash, "Location").matches("/whep/1000/[\\w-]{32}"), header(slash, "Location"));
    }
}
