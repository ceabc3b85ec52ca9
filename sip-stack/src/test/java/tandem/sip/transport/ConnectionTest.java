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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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

    @Test
    void disconnectsAPeerThatDoesNotRead() throws Exception {
        try (Wires wires = new Wires(USUAL.with(limits(10, 60_000, 60_000, 20_000)));
                ServerSocket listening = new ServerSocket()) {
            listening.setReceiveBufferSize(4096);
            listening.bind(Wires.loopback(0));
            Hop hop = Hop.to(TransportType.TCP, Wires.loopback(listening.getLocalPort()));
            CompletableFuture<String> failed = new CompletableFuture<>();
            for (int i = 0; i < 400; i++) {
                wires.loop.post(
                        () -> wires.transports.flow(hop).orElseThrow().send(new byte[30_000], failed::complete));
            }
            assertNotNull(failed.get(5, TimeUnit.SECONDS));
            assertNotNull(wires.closed.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void carriesFramesOfASocketThatSomebodyElseReads() throws Exception {
        try (Wires wires = new Wires(USUAL)) {
            CompletableFuture<byte[]> sent = new CompletableFuture<>();
            FrameFlow frames = wires.onLoop(() ->
                    wires.transports.adopt(TransportType.WS, Wires.loopback(40_000), new FrameFlow.Outlet() {
                        @Override
                        public boolean send(byte[] frame) {
                            return sent.complete(frame);
                        }

                        @Override
                        public void close() {}
                    }));
            wires.loop.post(() -> frames.receive(Wires.text("SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks")));
            wires.reply(wires.next(), 200);
            assertTrue(new String(sent.get(5, TimeUnit.SECONDS), UTF_8).startsWith("SIP/2.0 200 OK\r\n"));
            assertTrue(wires.onLoop(() -> wires.transports.flow(Hop.to(TransportType.WS, Wires.loopback(40_000))))
                    .isPresent());
            wires.loop.post(frames::closed);
            assertEquals("the peer closed", wires.closed.poll(5, TimeUnit.SECONDS));
            assertFalse(wires.onLoop(() -> wires.transports.flow(Hop.to(TransportType.WS, Wires.loopback(40_000))))
                    .isPresent());
        }
    }
}
