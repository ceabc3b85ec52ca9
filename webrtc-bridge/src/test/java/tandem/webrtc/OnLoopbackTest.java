package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.base.NettyLoop;
import tandem.base.OutsideAddress;
import tandem.media.Ice;
import tandem.media.desk.IcePorts;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;
import tandem.media.desk.MediaSettings;
import tandem.media.desk.RtpDesk;

/** ICE ports with real sockets on loopback: browsers by UDP and TCP, and a session that moves to another loop. */
class OnLoopbackTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int SOON_MS = 5_000;
    private static final int NOTHING_MS = 200;
    private static final byte[] SOUND = {(byte) 0x80, 111, 0, 1, 9, 9, 9, 9, 8, 8, 8, 8, 7};

    private final NettyLoop signalling = new NettyLoop("signalling", 1_000);
    private final IceCounters counters = new IceCounters();
    private final IceLitePorts ports = new IceLitePorts(
            new IceSettings(HERE, OutsideAddress.none(), 0, OptionalInt.of(0)),
            signalling,
            new SecureRandom(),
            counters);
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private List<MediaLoop> loops = List.of();
    private RtpDesk desk;

    /** The ports, and the loops they are started for. */
    private final class Watched implements IcePorts {
        @Override
        public CompletableFuture<Void> start(List<MediaLoop> all) {
            loops = List.copyOf(all);
            return ports.start(all);
        }

        @Override
        public IceTransport open(String call, MediaLoop loop, InetAddress peer, IceTransport.Events events) {
            return ports.open(call, loop, peer, events);
        }

        @Override
        public void close() {
            ports.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        MediaSettings settings = MediaSettings.of(HERE, 20_000, 29_999).withLoops(2);
        desk = new RtpDesk(settings, signalling, new SecureRandom(), Optional.of(new Watched()));
        desk.start().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        desk.close();
        signalling.close();
    }

    private <T> T ask(Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        signalling.post(() -> answer.complete(question.get()));
        return answer.get(5, TimeUnit.SECONDS);
    }

    private static void on(MediaLoop loop, Runnable task) throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.post(() -> {
            task.run();
            done.complete(true);
        });
        done.get(5, TimeUnit.SECONDS);
    }

    /** A session at home on the first loop, which writes down what it hears and on which thread. */
    private IceTransport open() throws Exception {
        IceTransport opened = ask(() -> ports.open("c1", loops.getFirst(), HERE, why -> {}));
        on(
                loops.getFirst(),
                () -> opened.sink((datagram, length, from) ->
                        heard.add(thread() + " " + Arrays.toString(Arrays.copyOf(datagram, length)))));
        return opened;
    }

    /** The media loop whose thread this is. */
    private static String thread() {
        return Thread.currentThread().getName().substring(0, "media-0".length());
    }

    private static InetSocketAddress candidate(Ice ours, boolean tcp) {
        return ours.candidates().stream()
                .filter(one -> one.tcp().isPresent() == tcp)
                .findFirst()
                .orElseThrow()
                .address();
    }

    private static byte[] check(Ice ours, int transaction) {
        return Checks.usual(ours.ufrag() + ":theirs", ours.password(), true, transaction);
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(SOON_MS, TimeUnit.MILLISECONDS));
    }

    /** A browser's UDP socket. */
    private static final class Udp implements AutoCloseable {
        private final DatagramSocket socket;

        Udp(InetSocketAddress to) throws IOException {
            socket = new DatagramSocket(0, HERE);
            socket.connect(to);
            socket.setSoTimeout(SOON_MS);
        }

        void send(byte[] octets) throws IOException {
            socket.send(new DatagramPacket(octets, octets.length));
        }

        byte[] receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        void hearsNothing() throws IOException {
            socket.setSoTimeout(NOTHING_MS);
            assertThrows(SocketTimeoutException.class, this::receive);
            socket.setSoTimeout(SOON_MS);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void whoChecksIsAnsweredAndHeardAndSpokenTo() throws Exception {
        IceTransport session = open();
        try (Udp browser = new Udp(candidate(session.local(), false))) {
            browser.send(check(session.local(), 1));
            assertEquals(0, Checks.code(browser.receive()));
            browser.send(SOUND);
            assertEquals("media-0 " + Arrays.toString(SOUND), next());
            on(loops.getFirst(), () -> assertTrue(session.send(SOUND, 0, SOUND.length, IceTransport.PEER)));
            assertArrayEquals(SOUND, browser.receive());
            assertEquals(1, counters.checks());
        }
    }

    @Test
    void strangersAreNotHeardAndNobodyIsSpokenToBeforeACheck() throws Exception {
        IceTransport session = open();
        try (Udp browser = new Udp(candidate(session.local(), false));
                Udp stranger = new Udp(candidate(session.local(), false))) {
            on(loops.getFirst(), () -> assertFalse(session.send(SOUND, 0, SOUND.length, IceTransport.PEER)));
            stranger.send(SOUND);
            stranger.send(Checks.usual(session.local().ufrag() + ":theirs", "guessed", true, 1));
            assertEquals(401, Checks.code(stranger.receive()));
            browser.send(check(session.local(), 2));
            browser.receive();
            stranger.send(SOUND);
            browser.send(SOUND);
            next();
            assertTrue(heard.isEmpty());
            assertEquals(2, counters.strangers());
            assertEquals(1, counters.refused());
        }
    }

    @Test
    void theAddressMayChangeAndSoundFollowsTheNomination() throws Exception {
        IceTransport session = open();
        try (Udp wifi = new Udp(candidate(session.local(), false));
                Udp mobile = new Udp(candidate(session.local(), false))) {
            wifi.send(check(session.local(), 1));
            wifi.receive();
            mobile.send(check(session.local(), 2));
            mobile.receive();
            on(loops.getFirst(), () -> session.send(SOUND, 0, SOUND.length, IceTransport.PEER));
            assertArrayEquals(SOUND, mobile.receive());
            wifi.hearsNothing();
        }
    }

    @Test
    void aRestartIsAnsweredUnderBothNamesAndTheOldOneEndsWithTheNewNomination() throws Exception {
        IceTransport session = open();
        Ice before = session.local();
        Ice after = ask(session::restart);
        assertNotEquals(before.ufrag(), after.ufrag());
        try (Udp browser = new Udp(candidate(before, false))) {
            browser.send(check(before, 1));
            assertEquals(0, Checks.code(browser.receive()));
            browser.send(check(after, 2));
            assertEquals(0, Checks.code(browser.receive()));
            browser.send(check(before, 3));
            assertEquals(401, Checks.code(browser.receive()));
        }
    }

    @Test
    void aSessionThatMovedIsHandedItsDatagramsAndHandsOverWhatItSends() throws Exception {
        IceTransport session = open();
        try (Udp browser = new Udp(candidate(session.local(), false))) {
            browser.send(check(session.local(), 1));
            browser.receive();
            CompletableFuture<String> arrived = new CompletableFuture<>();
            on(loops.getFirst(), () -> session.moveTo(loops.getLast(), () -> arrived.complete(thread())));
            assertEquals("media-1", arrived.get(5, TimeUnit.SECONDS));
            browser.send(SOUND);
            assertEquals("media-1 " + Arrays.toString(SOUND), next());
            on(loops.getLast(), () -> assertTrue(session.send(SOUND, 0, SOUND.length, IceTransport.PEER)));
            assertArrayEquals(SOUND, browser.receive());
            browser.send(check(session.local(), 2));
            assertEquals(0, Checks.code(browser.receive()), "its home still answers");
        }
    }

    @Test
    void aClosedSessionIsNobodysAnyMore() throws Exception {
        IceTransport session = open();
        try (Udp browser = new Udp(candidate(session.local(), false))) {
            browser.send(check(session.local(), 1));
            browser.receive();
            on(loops.getFirst(), session::close);
            browser.send(check(session.local(), 2));
            assertEquals(401, Checks.code(browser.receive()));
            browser.send(SOUND);
            browser.hearsNothing();
            assertTrue(heard.isEmpty());
        }
    }

    @Test
    void whoseUdpIsBlockedComesByTcp() throws Exception {
        IceTransport session = open();
        InetSocketAddress at = candidate(session.local(), true);
        try (Socket browser = new Socket(at.getAddress(), at.getPort())) {
            browser.setSoTimeout(SOON_MS);
            DataOutputStream out = new DataOutputStream(browser.getOutputStream());
            DataInputStream in = new DataInputStream(browser.getInputStream());
            byte[] check = check(session.local(), 1);
            out.writeShort(check.length);
            out.write(check);
            assertEquals(0, Checks.code(in.readNBytes(in.readUnsignedShort())));
            out.writeShort(SOUND.length);
            out.write(SOUND, 0, 3);
            out.flush();
            out.write(SOUND, 3, SOUND.length - 3);
            assertEquals("media-0 " + Arrays.toString(SOUND), next());
            on(loops.getFirst(), () -> assertTrue(session.send(SOUND, 0, SOUND.length, IceTransport.PEER)));
            assertArrayEquals(SOUND, in.readNBytes(in.readUnsignedShort()));
            on(loops.getFirst(), session::close);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aTcpConnectionThatSaysNonsenseIsClosed() throws Exception {
        IceTransport session = open();
        InetSocketAddress at = candidate(session.local(), true);
        try (Socket browser = new Socket(at.getAddress(), at.getPort())) {
            browser.setSoTimeout(SOON_MS);
            DataOutputStream out = new DataOutputStream(browser.getOutputStream());
            out.writeShort(65_535);
            assertEquals(-1, browser.getInputStream().read());
        }
    }

    /**
     * What comes from whom is known goes to its session without an allocation. What goes out costs what Netty makes of the address
     * in its call of sendto, 24 to 56 octets as its compiler sees fit: a socket that many share cannot be connected to one of them.
     */
    @Test
    void nothingOfOursIsAllocatedForAPacket() throws Exception {
        MediaLoop loop = loops.getFirst();
        int packets = 20_000;
        try (DatagramSocket peer = new DatagramSocket(0, HERE)) {
            InetSocketAddress from = new InetSocketAddress(HERE, peer.getLocalPort());
            Credentials ours = Credentials.make(new SecureRandom());
            IceTable table = new IceTable(loop, new IceCounters());
            CompletableFuture<Long> taken = new CompletableFuture<>();
            CompletableFuture<Long> sent = new CompletableFuture<>();
            CompletableFuture<IceFlow> made = new CompletableFuture<>();
            loop.post(() -> made.complete(new IceFlow("c1", loop, table, () -> ours, List.of(), why -> {})));
            IceFlow flow = made.get(5, TimeUnit.SECONDS);
            on(loop, () -> {
                IcePort port = bind(loop, table);
                byte[] check = Checks.usual(ours.ufrag() + ":theirs", ours.password(), true, 1);
                port.onDatagram(check, check.length, from);
                comes(port, from, packets);
                taken.complete(allocatedBy(() -> comes(port, from, packets)));
                flow.sink((datagram, length, to) -> flow.send(datagram, 0, length, to));
                comes(port, from, packets);
                sent.complete(allocatedBy(() -> comes(port, from, packets)));
                port.close();
                flow.close();
            });
            assertTrue(taken.join() < packets / 10, taken.join() + " octets for " + packets + " packets that came");
            assertTrue(sent.join() < 64L * packets, sent.join() + " octets for " + packets + " packets sent back");
        }
    }

    private static void comes(IcePort port, InetSocketAddress from, int packets) {
        for (int i = 0; i < packets; i++) {
            port.onDatagram(SOUND, SOUND.length, from);
        }
    }

    private static long allocatedBy(Runnable task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        task.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private static IcePort bind(MediaLoop loop, IceTable table) {
        try {
            return IcePort.bind(loop, new InetSocketAddress(HERE, 0), table);
        } catch (IOException taken) {
            throw new IllegalStateException(taken);
        }
    }
}
