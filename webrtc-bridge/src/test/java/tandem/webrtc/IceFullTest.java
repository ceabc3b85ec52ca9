package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.base.Gather;
import tandem.base.NettyLoop;
import tandem.media.Ice;
import tandem.media.desk.IcePorts;
import tandem.media.desk.IceTransport;
import tandem.media.desk.MediaLoop;
import tandem.media.desk.MediaSettings;
import tandem.media.desk.RtpDesk;

/** Two full agents on loopback, each of a session on a media loop, find each other and pass datagrams. */
class IceFullTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int TIMES = 500; // of 20 ms

    private final NettyLoop signalling = new NettyLoop("signalling", 1_000, Gather.never());
    private final IceCounters counters = new IceCounters();
    private final IceFullPorts full = new IceFullPorts(new FullSettings(HERE, List.of()), signalling, counters);
    private final Captured ports = new Captured();
    private final RtpDesk desk =
            new RtpDesk(MediaSettings.of(HERE, 40_000, 40_011), signalling, new SecureRandom(), Optional.of(ports));
    private final AtomicLong number = new AtomicLong();

    /** The ports, whose loops are ours to use. */
    private final class Captured implements IcePorts {
        private volatile List<MediaLoop> loops = List.of();

        @Override
        public CompletableFuture<Void> start(List<MediaLoop> started) {
            loops = started;
            return full.start(started);
        }

        @Override
        public IceTransport open(String call, MediaLoop loop, InetAddress peer, IceTransport.Events events) {
            return full.open(call, loop, peer, events);
        }

        @Override
        public void close() {
            full.close();
        }
    }

    /** A session: what it gets and what it is told. */
    private final class Session implements IceTransport.Events {
        private final MediaLoop loop = ports.loops.getFirst();
        private final BlockingQueue<String> got = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
        private final BlockingQueue<Ice.Candidate> found = new LinkedBlockingQueue<>();
        private final IceTransport transport =
                on(() -> full.open("call-" + number.incrementAndGet(), loop, HERE, this));

        Session() {
            loop.post(() -> transport.sink(
                    (datagram, length, from) -> got.add(new String(datagram, 0, length, StandardCharsets.UTF_8))));
        }

        Ice local() throws Exception {
            return on(transport::local);
        }

        /** Says it until it is heard: before a way is found nothing is. */
        void saysTo(Session other, String words) throws Exception {
            byte[] datagram = ("x" + words).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < TIMES; i++) {
                loop.post(() -> transport.send(datagram, 1, datagram.length - 1, IceTransport.PEER));
                if (words.equals(other.got.poll(20, TimeUnit.MILLISECONDS))) {
                    return;
                }
            }
            throw new AssertionError("not heard: " + words + ", lost: " + lost);
        }

        void closes() {
            loop.post(transport::close);
        }

        @Override
        public void onLost(String why) {
            lost.add(why);
        }

        @Override
        public void onCandidate(Ice.Candidate ours) {
            found.add(ours);
        }
    }

    private <T> T on(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        signalling.post(() -> {
            try {
                done.complete(task.call());
            } catch (Exception | Error failed) {
                done.completeExceptionally(failed);
            }
        });
        return done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void order(Runnable task) {
        on(() -> {
            task.run();
            return true;
        });
    }

    @BeforeEach
    void up() {
        desk.start().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void down() {
        desk.close();
        signalling.close();
    }

    private void connect(Session offerer, Session answerer) throws Exception {
        Ice offer = offerer.local();
        Ice answer = answerer.local();
        order(() -> answerer.transport.remote(offer, /* theyOffered= */ true));
        order(() -> offerer.transport.remote(answer, /* theyOffered= */ false));
    }

    @Test
    void findEachOtherAndPassDatagramsBothWays() throws Exception {
        Session ann = new Session();
        Session ben = new Session();
        assertFalse(ann.local().lite());
        assertFalse(ann.local().candidates().isEmpty());
        assertTrue(ann.local().candidates().stream().allMatch(one -> one.type() == Ice.Type.HOST));
        connect(ann, ben);
        ann.saysTo(ben, "hello");
        ben.saysTo(ann, "hello yourself");
        ann.closes();
        ben.closes();
        assertEquals(0, ann.lost.size() + ben.lost.size());
    }

    @Test
    void findEachOtherByCandidatesThatComeLater() throws Exception {
        Session ann = new Session();
        Session ben = new Session();
        Ice offer = ann.local();
        Ice bare = new Ice(offer.ufrag(), offer.password(), /* lite= */ false, List.of(), /* more= */ true);
        Ice answer = ben.local();
        order(() -> ben.transport.remoteCandidate(offer.candidates().getFirst())); // before its description
        order(() -> ben.transport.remote(bare, /* theyOffered= */ true));
        order(() -> ann.transport.remote(
                new Ice(answer.ufrag(), answer.password(), /* lite= */ false, List.of(), /* more= */ true),
                /* theyOffered= */ false));
        order(() -> answer.candidates().forEach(ann.transport::remoteCandidate));
        ann.saysTo(ben, "hello");
        ben.saysTo(ann, "hello yourself");
        ann.closes();
        ben.closes();
    }

    @Test
    void goOnAfterARestartAndWhileItLasts() throws Exception {
        Session ann = new Session();
        Session ben = new Session();
        connect(ann, ben);
        ann.saysTo(ben, "before");
        String before = ann.local().ufrag();
        Ice offer = on(ann.transport::restart);
        assertNotEquals(before, offer.ufrag());
        ann.saysTo(ben, "meanwhile");
        Ice answer = on(ben.transport::restart);
        order(() -> ben.transport.remote(offer, /* theyOffered= */ true));
        order(() -> ann.transport.remote(answer, /* theyOffered= */ false));
        ann.saysTo(ben, "after");
        ben.saysTo(ann, "after that");
        ann.closes();
        ben.closes();
    }

    @Test
    void movesToAnotherLoopWithItsSession() throws Exception {
        Session ann = new Session();
        Session ben = new Session();
        connect(ann, ben);
        ann.saysTo(ben, "hello");
        MediaLoop other = ports.loops.getLast();
        CompletableFuture<@Nullable Void> arrived = new CompletableFuture<>();
        ben.loop.post(() -> ben.transport.moveTo(other, () -> arrived.complete(null)));
        arrived.orTimeout(5, TimeUnit.SECONDS).join();
        ann.saysTo(ben, "there");
        ann.closes();
        other.post(ben.transport::close);
    }

    @Test
    void aPeerWithTheWrongPasswordIsToldToNobody() throws Exception {
        Session ann = new Session();
        Session eve = new Session();
        Ice offer = ann.local();
        Ice answer = eve.local();
        order(() -> eve.transport.remote(offer, /* theyOffered= */ true));
        order(() -> ann.transport.remote(
                new Ice(answer.ufrag(), "0123456789012345678901", /* lite= */ false, answer.candidates()),
                /* theyOffered= */ false));
        for (int i = 0; i < 50; i++) {
            eve.loop.post(() -> eve.transport.send(new byte[] {1}, 0, 1, IceTransport.PEER));
            assertEquals(0, ann.got.size());
            if (ann.got.poll(10, TimeUnit.MILLISECONDS) != null) {
                throw new AssertionError("heard without a key");
            }
        }
        ann.closes();
        eve.closes();
    }

    @Test
    void aClosedSessionLeavesNoThreadAndNoSocket() throws Exception {
        Session ann = new Session();
        int port = ann.local().candidates().getFirst().address().getPort();
        ann.closes();
        for (int i = 0; i < TIMES; i++) {
            try (java.net.DatagramSocket free = new java.net.DatagramSocket(port, HERE)) {
                assertTrue(free.isBound());
                return;
            } catch (java.net.BindException bound) {
                ann.got.poll(20, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError("port " + port + " is still bound");
    }
}
