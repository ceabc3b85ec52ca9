package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIP over WebSocket (RFC 7118) at /sip, as it is on the wire. */
class SipSocketTest {
    @TempDir
    Path folder;

    /** What a browser would be: a socket, and what came by it. */
    private static final class Browser implements WebSocket.Listener, AutoCloseable {
        final BlockingQueue<String> came = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final HttpClient client = HttpClient.newHttpClient();
        private final boolean reads;
        private final StringBuilder part = new StringBuilder();
        private final WebSocket socket;

        Browser(LiveGateway gateway, boolean reads, String protocol, String... headers) {
            this.reads = reads;
            WebSocket.Builder builder = client.newWebSocketBuilder();
            for (int i = 0; i < headers.length; i += 2) {
                builder.header(headers[i], headers[i + 1]);
            }
            if (!protocol.isEmpty()) {
                builder.subprotocols(protocol);
            }
            socket = builder.buildAsync(gateway.socket("/sip"), this).join();
        }

        @Override
        public void onOpen(WebSocket opened) {
            if (reads) {
                opened.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                came.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }

        void send(String text) {
            socket.sendText(text, true).join();
        }

        String next() throws InterruptedException {
            String next = came.poll(5, TimeUnit.SECONDS);
            assertNotNull(next, "nothing came");
            return next;
        }

        @Override
        public void close() {
            socket.abort();
            client.close();
        }
    }

    private static String request(String method, int cseq, String toTag, String more, String body) {
        return (method + " sip:9197@gateway SIP/2.0\nVia: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK" + method
                                + cseq
                                + "\nMax-Forwards: 70\nFrom: <sip:ann@gateway>;tag=a\nTo: <sip:9197@gateway>" + toTag
                                + "\nCall-ID: w1\nCSeq: " + cseq + " " + method + "\n" + more + "Content-Length: ")
                        .replace("\n", "\r\n")
                + body.length() + "\r\n\r\n" + body;
    }

    private static String invite() {
        return request(
                "INVITE",
                1,
                "",
                "Contact: <sip:v4pk2a@df7jal23ls0d.invalid;transport=ws;ob>\nContent-Type: application/sdp\n",
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n");
    }

    private static int refused(Runnable opening) {
        try {
            opening.run();
            return 101;
        } catch (CompletionException refused) {
            return refused.getCause() instanceof WebSocketHandshakeException answer
                    ? answer.getResponse().statusCode()
                    : -1;
        }
    }

    @Test
    void octetsAreReadAsTextsAre() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "SIP")) {
            assertEquals("SIP", browser.socket.getSubprotocol());
            byte[] options = request("OPTIONS", 1, "", "", "").getBytes(StandardCharsets.UTF_8);
            browser.socket.sendBinary(ByteBuffer.wrap(options), true).join();
            assertTrue(browser.next().startsWith("SIP/2.0 200 "));
        }
    }

    @Test
    void aBrowserCallsIsAnsweredAndHungUpOnByItsOwnSocket() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "sip")) {
            assertEquals("sip", browser.socket.getSubprotocol());
            browser.send(invite());
            String answer = browser.next();
            assertTrue(answer.startsWith("SIP/2.0 200 OK\r\n"), answer);
            String port = String.valueOf(gateway.socket("/sip").getPort());
            assertTrue(answer.contains("Contact: <sip:9197@127.0.0.1:" + port + ";transport=ws>"), answer);
            String tag = answer.replaceAll("(?s).*\nTo:[^\n]*(;tag=[0-9a-f]+).*", "$1");
            browser.send(request("ACK", 1, tag, "", ""));
            String id = gateway.await(
                            "/v1/calls",
                            a -> a.body().path(0).path("state").asText().equals("up"))
                    .body()
                    .path(0)
                    .path("id")
                    .asText();
            gateway.ask("DELETE", "/v1/calls/" + id, "");
            String bye = browser.next();
            while (bye.startsWith("SIP/2.0 200 ")) {
                bye = browser.next(); // the answer again, which goes until the ACK has been read
            }
            assertTrue(bye.startsWith("BYE sip:v4pk2a@df7jal23ls0d.invalid;transport=ws;ob SIP/2.0\r\n"), bye);
            assertTrue(bye.contains("\r\nVia: SIP/2.0/WS 127.0.0.1:" + port + ";branch="), bye);
        }
    }

    @Test
    void aPingIsAnswered() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "sip")) {
            browser.send("\r\n\r\n");
            assertEquals("\r\n", browser.next());
        }
    }

    @Test
    void aRegistrationIsRefusedAsByEveryTransport() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "sip")) {
            browser.send(request("REGISTER", 1, "", "Contact: <sip:a@b.invalid;transport=ws>\n", ""));
            assertTrue(browser.next().startsWith("SIP/2.0 405 Registrations are not kept here\r\n"));
        }
    }

    @Test
    void pagesOfOtherSitesAreTurnedAwayAndSoIsWhatIsNotSip() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "http: {origins: ['https://pbx.example']}\n")) {
            String own = "http://127.0.0.1:" + gateway.socket("/sip").getPort();
            assertEquals(101, refused(() -> new Browser(gateway, true, "sip", "Origin", own).close()));
            assertEquals(
                    101, refused(() -> new Browser(gateway, true, "sip", "Origin", "https://pbx.example").close()));
            assertEquals(
                    403, refused(() -> new Browser(gateway, true, "sip", "Origin", "https://evil.example").close()));
            assertEquals(400, refused(() -> new Browser(gateway, true, "").close()));
            assertEquals(400, refused(() -> new Browser(gateway, true, "mqtt").close()));
        }
    }

    @Test
    void whoComesByAProxyThatIsNotTrustedIsNotPrivate() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "sip", "X-Forwarded-For", "10.1.2.3")) {
            browser.send(invite());
            String refusal = browser.next();
            assertTrue(refusal.startsWith("SIP/2.0 403 "), refusal);
        }
    }

    @Test
    void theAddressBehindATrustedProxyCounts() throws Exception {
        String trusted = "http: {trusted-proxies: [127.0.0.1/32]}\n";
        try (LiveGateway gateway = new LiveGateway(folder, trusted);
                Browser near = new Browser(gateway, true, "sip", "X-Forwarded-For", "10.1.2.3");
                Browser far = new Browser(gateway, true, "sip", "X-Forwarded-For", "203.0.113.9")) {
            near.send(invite());
            assertTrue(near.next().contains(";received=10.1.2.3"));
            far.send(invite().replace("Call-ID: w1", "Call-ID: w2").replace("z9hG4bK", "z9hG4bKfar"));
            assertTrue(far.next().startsWith("SIP/2.0 403 "));
        }
    }

    @Test
    void aMessageBeyond64KilobytesClosesTheSocket() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser browser = new Browser(gateway, true, "sip")) {
            browser.send("x".repeat(64 * 1024 + 1));
            assertEquals(1009, browser.closed.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoDoesNotReadIsCutOffAndTheOthersAreServed() throws Exception {
        try (LiveGateway gateway = new LiveGateway(folder, "");
                Browser deaf = new Browser(gateway, false, "sip");
                Browser browser = new Browser(gateway, true, "sip")) {
            String more = "Subject: x\n".repeat(1) + "Record-Route: <sip:p.invalid;lr>\n"
                    + ("Via: SIP/2.0/TCP h;branch=z9hG4bKx;x=" + "x".repeat(3_500) + "\n").repeat(16);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        for (int i = 1; i < 3_000; i++) {
                            deaf.send(request("OPTIONS", i, "", more, ""));
                        }
                    },
                    task -> Thread.ofPlatform().daemon().start(task));
            assertTrue(
                    sending.handle((done, cutOff) -> cutOff != null).get(30, TimeUnit.SECONDS),
                    "it was cut off while it sent");
            browser.send(request("OPTIONS", 1, "", "", ""));
            assertTrue(browser.next().startsWith("SIP/2.0 200 OK\r\n"));
        }
    }
}
