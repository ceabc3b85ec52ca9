package tandem.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.sip.SipFrames;
import tandem.sip.message.Request;
import tandem.sip.message.Response;

/** SIP over TCP, in octets. */
class ConnectionTest {
    private static final TransportSettings USUAL = TransportSettings.on(Wires.loopback(0));

    private static TransportSettings.Limits limits(int connections, long silentMs, long tornMs, int unsent) {
        return new TransportSettings.Limits(connections, silentMs, tornMs, 60_000, 500, unsent);
    }

    private static Socket peer(Wires wires) throws Exception {
        Socket socket = new Socket();
        socket.connect(wires.address(TransportType.TCP));
        socket.setSoTimeout(5000);
        return socket;
    }

    private static String receive(InputStream in, int least) throws Exception {
        StringBuilder text = new StringBuilder();
        byte[] part = new byte[4096];
        while (text.length() < least) {
            int count = in.read(part);
            if (count < 0) {
                break;
            }
            text.append(new String(part, 0, count, UTF_8));
        }
        return text.toString();
    }

    @Test
    void answersOnTheConnectionTheRequestCameBy() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            peer.getOutputStream().write(Wires.text("SIP/2.0/TCP 10.9.9.9:5099;branch=z9hG4bK1"));
            wires.reply(wires.next(), 200);
            String answer = receive(peer.getInputStream(), 150);
            assertTrue(answer.startsWith(
                    "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 10.9.9.9:5099;branch=z9hG4bK1;received=127.0.0.1\r\n"));
        }
    }

    @Test
    void answersByANewConnectionToSentByWhereTheOldOneIsGone() throws Exception {
        try (Wires wires = new Wires(USUAL);
                ServerSocket listening = new ServerSocket();
                Socket peer = peer(wires)) {
            listening.bind(Wires.loopback(0));
            listening.setSoTimeout(5000);
            peer.getOutputStream()
                    .write(Wires.text("SIP/2.0/TCP x.invalid:" + listening.getLocalPort() + ";branch=z9hG4bK2"));
            Wires.Arrived arrived = wires.next();
            Flow back = wires.onLoop(() -> wires.transports.reply(arrived.request(), arrived.flow()));
            peer.shutdownOutput();
            assertEquals("the peer closed", wires.closed.poll(5, TimeUnit.SECONDS));
            byte[] answer = Response.to(arrived.request(), 200).encode();
            wires.loop.post(() -> back.send(answer, why -> {}));
            try (Socket second = listening.accept()) {
                assertTrue(receive(second.getInputStream(), 100).startsWith("SIP/2.0 200 OK\r\n"));
            }
        }
    }

    @Test
    void usesOneConnectionForAllRequestsToOnePeer() throws Exception {
        try (Wires caller = new Wires(USUAL);
                Wires called = new Wires(USUAL)) {
            for (int i = 0; i < 20; i++) {
                caller.options(called.hop(TransportType.TCP), "many" + i);
            }
            Wires.Arrived first = called.next();
            assertEquals(
                    caller.address(TransportType.TCP).getPort(),
                    first.request().topVia().port());
            for (int i = 1; i < 20; i++) {
                Wires.Arrived each = called.next();
                assertEquals("many" + i, each.request().callId());
                assertSame(first.flow(), each.flow());
            }
            called.reply(first, 200);
            assertEquals(200, caller.next().response().status());
            assertEquals(1, caller.transports.counters().connections.get());
        }
    }

    @Test
    void goesBackByTheConnectionOfThePeerWhereItIsAskedFor() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            peer.getOutputStream().write(Wires.text("SIP/2.0/TCP 10.9.9.9:5099;branch=z9hG4bK1"));
            Wires.Arrived arrived = wires.next();
            wires.options(Hop.to(TransportType.TCP, arrived.flow().remote()), "back");
            assertTrue(receive(peer.getInputStream(), 100).startsWith("OPTIONS sip:127.0.0.1 SIP/2.0\r\n"));
        }
    }

    @Test
    void tellsTheSenderThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket()) {
            closed.bind(Wires.loopback(0));
            port = closed.getLocalPort();
        }
        try (Wires wires = new Wires(USUAL)) {
            CompletableFuture<String> failed = wires.options(Hop.to(TransportType.TCP, Wires.loopback(port)), "nobody");
            String why = failed.get(5, TimeUnit.SECONDS);
            assertTrue(why.startsWith("TCP to /127.0.0.1:" + port), why);
            assertEquals(1, wires.transports.counters().sendFailures.get());
            assertEquals(0, wires.transports.counters().connections.get());
        }
    }

    /** RFC 5626 4.4.1: the double line end and the single one that answers it. */
    @Test
    void keepsAWayOpenAndHearsThatThePeerIsThere() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            peer.getOutputStream().write(Wires.text("SIP/2.0/TCP 10.9.9.9:5099;branch=z9hG4bKk"));
            Flow flow = wires.next().flow();
            for (int i = 0; i < 3; i++) {
                CompletableFuture<Optional<String>> told = new CompletableFuture<>();
                wires.loop.post(() -> wires.transports.keepAlive(TransportType.TCP, flow.remote(), told::complete));
                assertEquals("\r\n\r\n", receive(peer.getInputStream(), 4));
                peer.getOutputStream().write(new byte[] {'\r', '\n'});
                assertEquals(Optional.empty(), told.get(5, TimeUnit.SECONDS));
            }
            peer.getOutputStream().write(Wires.text("SIP/2.0/TCP 10.9.9.9:5099;branch=z9hG4bKl"));
            assertEquals("z9hG4bKl", wires.next().request().topVia().branch());
            CompletableFuture<Optional<String>> lost = new CompletableFuture<>();
            wires.loop.post(() -> wires.transports.keepAlive(TransportType.TCP, flow.remote(), lost::complete));
            assertEquals("\r\n\r\n", receive(peer.getInputStream(), 4));
            peer.shutdownOutput();
            assertTrue(lost.get(5, TimeUnit.SECONDS).orElseThrow().endsWith("the peer closed"));
            CompletableFuture<Optional<String>> none = new CompletableFuture<>();
            wires.loop.post(() -> wires.transports.keepAlive(TransportType.TCP, flow.remote(), none::complete));
            assertTrue(none.get(5, TimeUnit.SECONDS).orElseThrow().endsWith("no connection"));
        }
    }

    @Test
    void answersKeepAlives() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            peer.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertEquals("\r\n", receive(peer.getInputStream(), 2));
        }
    }

    @Test
    void refusesANegativeLengthAndCloses() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            String text = new String(Wires.text("SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1"), UTF_8);
            peer.getOutputStream()
                    .write(text.replace("Length: 0", "Length: -999").getBytes(UTF_8));
            String answer = receive(peer.getInputStream(), 10_000);
            assertTrue(answer.startsWith("SIP/2.0 400 Malformed Content-Length\r\n"), answer);
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void refusesAMessageBeyond64KilobytesAndCloses() throws Exception {
        try (Wires wires = new Wires(USUAL);
                Socket peer = peer(wires)) {
            String text = new String(Wires.text("SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1"), UTF_8);
            peer.getOutputStream()
                    .write(text.replace("Length: 0", "Length: 70000").getBytes(UTF_8));
            String answer = receive(peer.getInputStream(), 10_000);
            assertTrue(answer.startsWith("SIP/2.0 513 Message Too Large\r\n"), answer);
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(10, 50, 50, 100_000)));
                Socket peer = peer(wires)) {
            assertEquals(-1, peer.getInputStream().read());
        }
    }

    @Test
    void closesAConnectionWhoseMessageDoesNotEnd() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(10, 60_000, 50, 100_000)));
                Socket peer = peer(wires)) {
            peer.getOutputStream().write("OPTIONS sip:a@b SIP/2.0\r\nVia: ".getBytes(UTF_8));
            assertEquals(-1, peer.getInputStream().read());
            assertEquals(1, wires.transports.counters().broken.get());
        }
    }

    @Test
    void turnsAwayOneConnectionTooMany() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(2, 60_000, 60_000, 100_000)));
                Socket first = peer(wires);
                Socket second = peer(wires)) {
            second.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertEquals("\r\n", receive(second.getInputStream(), 2));
            try (Socket third = peer(wires)) {
                assertEquals(-1, third.getInputStream().read());
            }
            assertEquals(1, wires.transports.counters().turnedAway.get());
            assertFalse(first.isClosed());
        }
    }

    /** All calls of a trunk end at once: nobody can have read what was written in this very turn. */
    @Test
    void sendsMoreInOneTurnThanMayStayUnread() throws Exception {
        int messages = 600;
        byte[] message = "x".repeat(700).getBytes(UTF_8);
        try (Wires wires = new Wires(USUAL);
                ServerSocket listening = new ServerSocket()) {
            listening.bind(Wires.loopback(0));
            listening.setSoTimeout(5000);
            Hop hop = Hop.to(TransportType.TCP, Wires.loopback(listening.getLocalPort()));
            wires.loop.post(() -> wires.transports.flow(hop).orElseThrow().send(message, why -> {}));
            try (Socket peer = listening.accept()) {
                peer.setSoTimeout(5000);
                assertEquals(700, peer.getInputStream().readNBytes(700).length);
                CompletableFuture<String> failed = new CompletableFuture<>();
                wires.loop.post(() -> {
                    Flow flow = wires.transports.flow(hop).orElseThrow();
                    for (int i = 0; i < messages; i++) {
                        flow.send(message, failed::complete);
                    }
                });
                assertEquals(messages * 700, peer.getInputStream().readNBytes(messages * 700).length);
                assertEquals("none", failed.getNow("none"));
            }
        }
    }

    @Test
    void disconnectsAPeerThatDoesNotRead() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(10, 60_000, 60_000, 20_000)));
                ServerSocket listening = new ServerSocket()) {
            listening.setReceiveBufferSize(4096);
            listening.bind(Wires.loopback(0));
            Hop hop = Hop.to(TransportType.TCP, Wires.loopback(listening.getLocalPort()));
            listening.setSoTimeout(5000);
            wires.loop.post(() -> wires.transports.flow(hop).orElseThrow().send(new byte[100], why -> {}));
            try (Socket peer = listening.accept()) {
                assertEquals(0, peer.getInputStream().read());
                CompletableFuture<String> failed = new CompletableFuture<>();
                for (int i = 0; i < 400; i++) {
                    wires.loop.post(
                            () -> wires.transports.flow(hop).orElseThrow().send(new byte[30_000], failed::complete));
                }
                assertNotNull(failed.get(5, TimeUnit.SECONDS));
                assertEquals("the peer does not read", wires.closed.poll(5, TimeUnit.SECONDS));
            }
        }
    }

    /** What a socket with frames was sent. */
    private static final class Sent implements SipFrames.Outlet {
        final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        volatile boolean closed;

        @Override
        public boolean send(byte[] frame) {
            return frames.add(new String(frame, UTF_8));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Optional<FrameFlow> adopt(Wires wires, Sent sent) throws Exception {
        return wires.onLoop(() -> wires.transports.adopt(TransportType.WS, Wires.loopback(40_000), 8080, sent));
    }

    private static Optional<Flow> framesTo(Wires wires, int port) throws Exception {
        return wires.onLoop(() -> wires.transports.flow(Hop.to(TransportType.WS, Wires.loopback(port))));
    }

    @Test
    void carriesFramesOfASocketThatSomebodyElseReads() throws Exception {
        try (Wires wires = new Wires(USUAL)) {
            Sent sent = new Sent();
            FrameFlow frames = adopt(wires, sent).orElseThrow();
            wires.loop.post(() -> frames.receive(Wires.text("SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks")));
            wires.reply(wires.next(), 200);
            String answer = String.valueOf(sent.frames.poll(5, TimeUnit.SECONDS));
            assertTrue(answer.startsWith("SIP/2.0 200 OK\r\n"), answer);
            assertTrue(
                    answer.contains(
                            "\r\nVia: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;received=127.0.0.1"),
                    answer);
            assertTrue(framesTo(wires, 40_000).isPresent());
            wires.loop.post(frames::closed);
            assertEquals("the peer closed", wires.closed.poll(5, TimeUnit.SECONDS));
            assertFalse(framesTo(wires, 40_000).isPresent());
        }
    }

    @Test
    void namesItsOwnPortToASocketWithFrames() throws Exception {
        try (Wires wires = new Wires(USUAL)) {
            Sent sent = new Sent();
            FrameFlow frames = adopt(wires, sent).orElseThrow();
            wires.loop.post(() -> {
                Request request = Wires.options("out");
                frames.address(request);
                frames.send(request.encode(), why -> {});
            });
            String request = String.valueOf(sent.frames.poll(5, TimeUnit.SECONDS));
            assertTrue(request.contains("\r\nVia: SIP/2.0/WS 127.0.0.1:8080;branch=z9hG4bKout"), request);
        }
    }

    @Test
    void answersAPingInFramesAndNothingElseThatIsBlank() throws Exception {
        try (Wires wires = new Wires(USUAL)) {
            Sent sent = new Sent();
            FrameFlow frames = adopt(wires, sent).orElseThrow();
            for (String blank : List.of("", "\r\n", "\r\n\r\n", "\n")) {
                wires.loop.post(() -> frames.receive(blank.getBytes(UTF_8)));
            }
            assertEquals(0, wires.onLoop(wires.transports.counters().dropped::get));
            assertEquals(List.of("\r\n"), List.copyOf(sent.frames));
        }
    }

    @Test
    void tellsSocketsApartThatSeemToBeOnePeers() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(2, 60_000, 60_000, 100_000)))) {
            Sent first = new Sent();
            Sent second = new Sent();
            assertEquals(40_000, adopt(wires, first).orElseThrow().remote().getPort());
            FrameFlow other = adopt(wires, second).orElseThrow();
            assertEquals(40_001, other.remote().getPort());
            assertTrue(adopt(wires, new Sent()).isEmpty(), "one too many");
            assertEquals(1, wires.transports.counters().turnedAway.get());
            assertEquals(2, wires.transports.counters().connections.get());
            wires.loop.post(other::closed);
            assertEquals("the peer closed", wires.closed.poll(5, TimeUnit.SECONDS));
            assertTrue(framesTo(wires, 40_000).isPresent());
            wires.transports.close();
            assertEquals("the peer closed", wires.closed.poll(5, TimeUnit.SECONDS));
            assertTrue(first.closed);
        }
    }
}
