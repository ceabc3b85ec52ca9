package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.MediaSession;
import tandem.media.rtp.Inbound;

/** What breaks in one session's media ends its call, and leaves its ports and all others. */
class BrokenTest extends TwoPhones {
    private static final byte[] HELLO = "hello, this is 20ms ".repeat(8).getBytes(StandardCharsets.US_ASCII);

    /** Its path on the loop, of a session that is the last opened. */
    private MediaPath path(MediaSession session) {
        desk.settle();
        return ((RtpSession) session)
                .loop().paths().stream().reduce((before, last) -> last).orElseThrow();
    }

    /** A codec that fails, or is not there, shows with a packet or with an order; its call ends, once, and others go on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCodecThatFailsCostsItsCallOnly(boolean withAnOrder) throws Exception {
        MediaSession b = desk.open(new DeskFixture.Facts());
        InetSocketAddress forBob = DeskFixture.rtp(desk.answer(b, bob.describe(TestPhone.PCMU)));
        desk.run(b::echo);
        MediaSession a = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        MediaPath path = path(a);
        path.loop().post(() -> path.obey(() -> path.flow(withAnOrder ? noCodec() : in -> noCodec())));
        desk.settle();
        for (int i = 0; i < 5; i++) {
            ann.say(0, HELLO, forAnn);
        }
        assertEquals("failed an error of the gateway in its audio", facts.next());
        bob.say(0, HELLO, forBob);
        assertArrayEquals(HELLO, TestPhone.payload(bob.hear()));
        desk.settle();
        assertEquals(List.of(), List.copyOf(facts.all));
    }

    @Test
    void givesThePortsBackOfASessionThatFailsWhileItEnds() throws Exception {
        MediaSession a = desk.open(facts);
        MediaPath path = path(a);
        path.loop()
                .post(() -> path.flow(new Flow() {
                    @Override
                    public void take(Inbound in) {}

                    @Override
                    public void end() {
                        throw new UnsatisfiedLinkError("no codec");
                    }
                }));
        desk.settle();
        desk.run(a::close);
        assertEquals(1, facts.closed.get());
        assertEquals(
                0L, desk.desk.loops().stream().mapToLong(l -> l.paths().size()).sum());
    }

    private static Flow noCodec() {
        throw new UnsatisfiedLinkError("no codec");
    }
}
