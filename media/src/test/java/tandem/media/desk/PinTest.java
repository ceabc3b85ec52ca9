package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tandem.media.MediaSession;

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

    @Test
    void followsAPinnedPeerToAnotherPortAfterSilence() throws Exception {
        try (DeskFixture desk = new DeskFixture();
                TestPhone ann = new TestPhone(1);
                TestPhone moved = new TestPhone(1)) {
            MediaSession a = desk.open(new DeskFixture.Facts());
            InetSocketAddress to = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
            desk.run(a::echo);
            assertTrue(echoes(ann, to, 170) > 140, "heard before and after it was pinned");
            boolean pinned = desk.desk.loops().stream()
                    .flatMap(loop -> loop.paths().stream())
                    .anyMatch(MediaPath::pinned);
            assertTrue(pinned);
            moved.sequence = ann.sequence;
            moved.timestamp = ann.timestamp;
            assertTrue(echoes(moved, to, 150) > 30, "heard at the other port");
        }
    }
}
