package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;
import tandem.gateway.config.PublicAddress;

/** A STUN server that says what the test wants, and a gateway that asks it. */
class OutsideAddressesTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress PEER = InetAddress.ofLiteral("198.51.100.7");

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

    /** Answers by hand: octets in sight. Says nothing while there is nothing to say. */
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket;
        private volatile String says;

        Server(String says) throws SocketException {
            this.says = says;
            socket = new DatagramSocket(0, HERE);
            Thread.ofVirtual().start(this::answer);
        }

        PublicAddress configured() {
            return PublicAddress.of("stun:127.0.0.1:" + socket.getLocalPort());
        }

        private void answer() {
            byte[] octets = new byte[2_048];
            try {
                while (!socket.isClosed()) {
                    DatagramPacket packet = new DatagramPacket(octets, octets.length);
                    socket.receive(packet);
                    if (!says.isEmpty()) {
                        byte[] stray = new byte[100];
                        socket.send(new DatagramPacket(stray, stray.length, packet.getSocketAddress()));
                        byte[] answer = answer(octets);
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                }
            } catch (java.io.IOException closed) {
                socket.close();
            }
        }

        private byte[] answer(byte[] request) {
            byte[] address = InetAddress.ofLiteral(says).getAddress();
            ByteBuffer out = ByteBuffer.allocate(32);
            out.putShort((short) 0x0101).putShort((short) 12).put(request, 4, 16); // cookie and transaction
            out.putShort((short) 0x0020).putShort((short) 8).put((byte) 0).put((byte) 1);
            out.putShort((short) (4_000 ^ 0x2112));
            for (int i = 0; i < 4; i++) {
                out.put((byte) (address[i] ^ request[4 + i]));
            }
            return out.array();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private OutsideAddresses asking(PublicAddress sip, PublicAddress media) {
        return new OutsideAddresses(loop, sip, media, InetAddress.ofLiteral("0.0.0.0"), new SecureRandom());
    }

    /** Lets the loop run until that is so. */
    private void until(java.util.function.BooleanSupplier so) throws Exception {
        for (int i = 0; i < 500 && !so.getAsBoolean(); i++) {
            loop.runPosted();
            changes.poll(20, TimeUnit.MILLISECONDS);
        }
        assertTrue(so.getAsBoolean());
    }

    @Test
    void whatTheServerSaysIsWrittenAndAskedAgainEachMinute() throws Exception {
        try (Server server = new Server("203.0.113.5")) {
            OutsideAddresses outside = asking(server.configured(), server.configured());
            int[] changed = {0};
            CompletableFuture<Void> first = outside.begin(() -> changed[0]++);
            assertEquals(Optional.empty(), outside.sip().towards(PEER));
            until(first::isDone);
            assertEquals(
                    Optional.of(InetAddress.ofLiteral("203.0.113.5")),
                    outside.sip().towards(PEER));
            assertSame(outside.sip().address().get(), outside.media().address().get());
            assertEquals(0, changed[0], "nobody was told another");
            server.says = "203.0.113.6";
            loop.advanceMs(60_000);
            until(() -> changed[0] == 1);
            assertEquals(
                    Optional.of(InetAddress.ofLiteral("203.0.113.6")),
                    outside.media().towards(PEER));
            server.says = "";
            loop.advanceMs(60_000);
            loop.runPosted();
            assertEquals(
                    Optional.of(InetAddress.ofLiteral("203.0.113.6")),
                    outside.media().towards(PEER));
        }
    }

    @Test
    void aServerThatIsSilentHoldsUpTheStartForSecondsOnly() throws Exception {
        try (Server server = new Server("")) {
            OutsideAddresses outside = asking(server.configured(), PublicAddress.of("203.0.113.9"));
            CompletableFuture<Void> first = outside.begin(() -> {});
            until(first::isDone);
            assertEquals(Optional.empty(), outside.sip().towards(PEER));
            assertEquals(
                    Optional.of(InetAddress.ofLiteral("203.0.113.9")),
                    outside.media().towards(PEER));
        }
    }

    @Test
    void whereNothingIsAskedNothingIsWaitedFor() {
        OutsideAddresses outside = asking(PublicAddress.of("auto"), PublicAddress.of("203.0.113.9"));
        assertTrue(outside.begin(() -> {}).isDone());
    }
}
