package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.base.NettyLoop;
import tandem.call.Cidr;
import tandem.gateway.live.TestSocket;

class SocketsTest {
    private final NettyLoop loop = new NettyLoop("sockets", 1_000);
    private final Source source = new Source(List.of(Cidr.parse("127.0.0.1").orElseThrow()));
    private final Sites sites = new Sites(List.of("https://shop.example.org/"), source);
    private final Sockets sockets = new Sockets(loop, source, sites, new Json());
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Javalin server = Javalin.create(config -> {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        sockets.serve(config.routes, "/talk/{room}", new Sockets.Terms(List.of("v2", "v1"), _ -> {}), Talk::new);
    });

    SocketsTest() {
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void down() {
        server.stop();
        loop.close();
        client.shutdownNow();
    }

    /** Does what it is told in texts. */
    private final class Talk implements Sockets.Frames {
        private final Sockets.Opened opened;

        Talk(Sockets.Opened opened) {
            this.opened = opened;
            told.add(opened.parameters().get("room") + " " + opened.source().getHostAddress() + " "
                    + opened.subprotocol().orElse("-") + " " + opened.query("q").orElse("-") + " " + loop.inside());
        }

        @Override
        public void onText(String text) {
            switch (text) {
                case "bug" -> throw new IllegalStateException("a bug");
                case "bye" -> opened.close(4000, "\u00fc".repeat(200));
                case "flood" -> {
                    for (int i = 0; i < 2_000; i++) {
                        opened.send("y".repeat(60_000));
                    }
                }
                default -> opened.send(text);
            }
        }

        @Override
        public void onClosed(int code, String reason, boolean clean) {
            told.add("closed " + code + " " + clean);
        }
    }

    private String said() throws Exception {
        return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }

    private TestSocket connect(String... subprotocols) throws Exception {
        return new TestSocket(client, "ws://127.0.0.1:" + server.port() + "/talk/1000?q=x%20y", List.of(subprotocols));
    }

    /** What the server answers to a handshake with those lines more. */
    private String handshake(String... lines) throws Exception {
        try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            raw.setSoTimeout(10_000);
            raw.getOutputStream()
                    .write(("GET /talk/1000 HTTP/1.1\r\nHost: room.example.org\r\nConnection: Upgrade, close\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                    + String.join("\r\n", lines) + (lines.length > 0 ? "\r\n" : "") + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] first = new byte[4096];
            int length = Math.max(0, raw.getInputStream().read(first));
            return new String(first, 0, length, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void textsComeInOrderOnTheLoopAndGoBack() throws Exception {
        TestSocket socket = connect("v0", "v1");
        assertEquals("1000 127.0.0.1 v1 x y true", said());
        assertEquals("v1", socket.subprotocol());
        for (int i = 0; i < 100; i++) {
            socket.send("text " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("text " + i, socket.text());
        }
        socket.socket().sendClose(WebSocket.NORMAL_CLOSURE, "done").get(5, TimeUnit.SECONDS);
        assertEquals("closed 1000 true", said());
    }

    @Test
    void withoutASubprotocolThereIsNone() throws Exception {
        assertEquals("", connect().subprotocol());
        assertEquals("1000 127.0.0.1 - x y true", said());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://shop.example.org",
                "https://shop.example.org:443",
                "http://room.example.org",
                "https://room.example.org",
            })
    void pagesOfOursAndOfSitesThatMayAreLetIn(String origin) throws Exception {
        String answer = handshake("Origin: " + origin);
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"https://evil.example.org", "http://shop.example.org", "http://room.example.org:81", "null", "::"})
    void pagesOfOthersAreRefusedWithAProblem(String origin) throws Exception {
        String answer = handshake("Origin: " + origin);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("\"status\":403"), answer);
    }

    @Test
    void aTrustedProxyTellsWhichHostWasAskedFor() throws Exception {
        String answer = handshake("Origin: https://meet.example.org", "X-Forwarded-Host: meet.example.org");
        assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
    }

    @Test
    void aSubprotocolThatIsNotSpokenIsRefused() throws Exception {
        String answer = handshake("Sec-WebSocket-Protocol: v9");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("the subprotocols here are v2, v1"), answer);
    }

    @Test
    void whoeverDoesNotTakeWhatIsSentIsClosed() throws Exception {
        TestSocket socket = connect();
        socket.send("flood");
        assertEquals("1013 too slow: what was sent is not taken", socket.closed());
    }

    @Test
    void whoeverIsAheadOfTheLoopIsHeldBackAndLosesNothing() throws Exception {
        TestSocket socket = connect();
        socket.send("first");
        assertEquals("first", socket.text());
        CountDownLatch held = new CountDownLatch(1);
        loop.post(() -> {
            try {
                held.await(2, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 300; i++) {
            socket.send("text " + i);
        }
        held.countDown();
        for (int i = 0; i < 300; i++) {
            assertEquals("text " + i, socket.text());
        }
    }

    @Test
    void aTextThatIsTooLargeClosesIt() throws Exception {
        TestSocket socket = connect();
        socket.send("x".repeat(65_000));
        assertEquals(65_000, socket.text().length());
        socket.socket().sendText("x".repeat(70_000), true);
        assertTrue(socket.closed().startsWith("1009 "), socket.closed());
    }

    @Test
    void octetsAreNoTexts() throws Exception {
        TestSocket socket = connect();
        socket.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true);
        assertEquals("1003 texts only", socket.closed());
    }

    @Test
    void aBugEndsTheOneSocket() throws Exception {
        TestSocket other = connect();
        TestSocket socket = connect();
        socket.send("bug");
        assertEquals("1011 an error of the gateway", socket.closed());
        other.send("well");
        assertEquals("well", other.text());
    }

    @Test
    void aReasonIsCutToWhatFits() throws Exception {
        TestSocket socket = connect();
        said();
        socket.send("bye");
        assertEquals("4000 " + "\u00fc".repeat(61), socket.closed());
        assertEquals("closed 4000 true", said());
    }

    @Test
    void aConnectionThatIsLostIsToldAsSuch() throws Exception {
        TestSocket socket = connect();
        said();
        socket.socket().abort();
        assertEquals("closed 1006 false", said());
    }

    @Test
    void goingDownIsSaid() throws Exception {
        TestSocket socket = connect();
        said();
        sockets.close();
        assertEquals("1001 the gateway is going down", socket.closed());
    }
}
