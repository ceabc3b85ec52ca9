package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tandem.media.MediaSession;

/** Who taps a session is shown its datagrams as they come and go, and after that no more. */
class TapTest extends TwoPhones {
    private static final byte[] HELLO = "hello, this is twenty ms".getBytes(StandardCharsets.US_ASCII);

    private record Seen(boolean sent, InetSocketAddress ours, InetSocketAddress theirs, List<Byte> tail) {}

    @Test
    void showsWhatComesAndGoes() throws Exception {
        MediaSession a = desk.open(facts);
        MediaSession b = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.answer(b, bob.describe(TestPhone.PCMU));
        desk.run(() -> a.connect(b));
        List<Seen> seen = new CopyOnWriteArrayList<>();
        desk.run(() -> List.of(a, b)
                .forEach(each -> each.tap(Optional.of((sent, ours, theirs, array, offset, length) ->
                        seen.add(new Seen(sent, ours, theirs, tail(array, offset, length)))))));
        desk.settle();
        ann.say(0, HELLO, forAnn);
        assertArrayEquals(HELLO, TestPhone.payload(bob.hear()));
        desk.settle();
        assertEquals(2, seen.size(), seen::toString);
        assertEquals(new Seen(false, forAnn, ann.address(), bytes(HELLO)), seen.get(0));
        assertEquals(true, seen.get(1).sent());
        assertEquals(bob.address(), seen.get(1).theirs());
        assertEquals(bytes(HELLO), seen.get(1).tail());
        desk.run(() -> List.of(a, b).forEach(each -> each.tap(Optional.empty())));
        desk.settle();
        ann.say(0, HELLO, forAnn);
        bob.hear();
        assertEquals(2, seen.size());
    }

    private static List<Byte> tail(byte[] array, int offset, int length) {
        return bytes(Arrays.copyOfRange(array, offset + length - HELLO.length, offset + length));
    }

    private static List<Byte> bytes(byte[] octets) {
        java.util.ArrayList<Byte> list = new java.util.ArrayList<>();
        for (byte octet : octets) {
            list.add(octet);
        }
        return list;
    }
}
