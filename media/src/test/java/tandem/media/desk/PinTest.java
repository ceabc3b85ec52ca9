package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tandem.media.MediaSession;
import tandem.media.Prompt;

/** A peer that is heard from one place gets the socket to itself, and may still go elsewhere when it falls silent. */
class PinTest {
    private static final byte[] HELLO = "hello, this is 20ms ".repeat(8).getBytes(StandardCharsets.US_ASCII);

    private static int echoes(TestPhone phone, InetSocketAddress to, int packets) throws Exception {
        int heard = 0;
        phone.socket.setSoTimeout(20);
        for (int i = 0; i < packets; i++) {
            phone.say(0, HELLO, to);
            try {
                assertArrayEquals(HELLO, TestPhone.payload(phone.hear()));
                heard++;
                phone.socket.setSoTimeout(20);
                phone.hear(); // nothing more: waits a packet's time
            } catch (SocketTimeoutException quiet) {
                // the next one is due
            }
        }
        return heard;
    }

    /** What the kernel had queued when the socket was given to its peer alone may be anybody's. */
    @Test
    void takesNothingForThePeersThatAStrangerSentBefore() throws Exception {
        CompletableFuture<List<String>> heard = new CompletableFuture<>();
        try (MediaLoop loop = new MediaLoop(0, 0, tell -> {});
                TestPhone ann = new TestPhone(1);
                TestPhone stranger = new TestPhone(2)) {
            loop.post(() -> {
                try {
                    MediaSocket socket = loop.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.port());
                    List<String> all = new ArrayList<>();
                    socket.sink((datagram, length, from) ->
                            all.add(new String(datagram, 0, length, StandardCharsets.US_ASCII)));
                    stranger.send("bad".getBytes(StandardCharsets.US_ASCII), to);
                    ann.send("good".getBytes(StandardCharsets.US_ASCII), to);
                    socket.pin(ann.address());
                    stranger.send("worse".getBytes(StandardCharsets.US_ASCII), to);
                    ann.send("better".getBytes(StandardCharsets.US_ASCII), to);
                    whenHeard(loop, all, 2, heard);
                } catch (IOException e) {
                    heard.completeExceptionally(e);
                }
            });
            assertEquals(
                    List.of("good", "better"),
                    heard.orTimeout(5, TimeUnit.SECONDS).join());
        }
    }

    /** Once there are so many, and whatever came beside them. */
    private static void whenHeard(MediaLoop loop, List<String> all, int least, CompletableFuture<List<String>> heard) {
        loop.post(() -> {
            if (all.size() >= least) {
                heard.complete(List.copyOf(all));
            } else {
                whenHeard(loop, all, least, heard);
            }
        });
    }

    private static boolean pinned(DeskFixture desk) {
        return desk.desk.loops().stream().flatMap(loop -> loop.paths().stream()).anyMatch(MediaPath::pinned);
    }

    /** Nobody is at its port, says the kernel: everybody is heard, until it is back for a second. */
    @Test
    void pinsAPeerAgainThatWasAwayForAMoment() throws Exception {
        try (DeskFixture desk = new DeskFixture();
                TestPhone elsewhere = new TestPhone(2)) {
            MediaSession a = desk.open(new DeskFixture.Facts());
            InetSocketAddress to;
            int port;
            try (TestPhone ann = new TestPhone(1)) {
                port = ann.address().getPort();
                to = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
                desk.run(a::echo);
                echoes(ann, to, 120);
                assertTrue(pinned(desk));
            }
            for (int i = 0; i < 15 && pinned(desk); i++) {
                desk.run(() -> a.play(List.of(new Prompt.Tone(440, -10, 100)), false));
                elsewhere.hearAll(20);
            }
            assertFalse(pinned(desk), "told by ICMP, long before it is silent");
            desk.run(a::stopPlaying);
            try (TestPhone back = new TestPhone(1, port)) {
                back.sequence += 200;
                echoes(back, to, 150);
                assertTrue(pinned(desk));
            }
        }
    }

    @Test
    void followsAPinnedPeerToAnotherPortAfterSilence() throws Exception {
        try (DeskFixture desk = new DeskFixture();
                TestPhone ann = new TestPhone(1);
                TestPhone moved = new TestPhone(1)) {
            MediaSession a = desk.open(new DeskFixture.Facts());
            InetSocketAddress to = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
            desk.run(a::echo);
            assertTrue(echoes(ann, to, 170) > 140, "heard before and after it was pinned");
            assertTrue(pinned(desk));
            moved.sequence = ann.sequence;
            moved.timestamp = ann.timestamp;
            assertTrue(echoes(moved, to, 150) > 30, "heard at the other port");
        }
    }
}
