package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.Codec;
import tandem.media.CodecParams;
import tandem.media.Direction;
import tandem.media.MediaDescription;
import tandem.media.MediaSession;
import tandem.media.Transport;
import tandem.media.dtmf.Presses;
import tandem.media.dtmf.Rfc4733Receiver;
import tandem.media.rtp.RtpPacket;

/** Two phones on real sockets and a call between them. */
class RelayTest extends TwoPhones {
    private static final byte[] HELLO = "hello, this is twenty ms".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private MediaSession session() {
        return desk.open(facts);
    }

    @Test
    void passesPacketsOnAsOneStreamOfTheOtherLeg() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        desk.answer(b, bob.describe(TestPhone.PCMU, TestPhone.EVENTS));
        desk.run(() -> a.connect(b));

        ann.say(0, HELLO, forAnn);
        byte[] first = bob.hear();
        ann.sequence += 2; // two are lost before us
        ann.timestamp += 320;
        ann.say(0, HELLO, forAnn);
        byte[] second = bob.hear();

        assertArrayEquals(HELLO, TestPhone.payload(first));
        RtpPacket one = TestPhone.rtp(first);
        RtpPacket two = TestPhone.rtp(second);
        assertTrue(one.marker());
        assertTrue(one.ssrc() != ann.ssrc, "our own source");
        assertEquals(one.ssrc(), two.ssrc());
        assertEquals(3, (two.sequence() - one.sequence()) & 0xFFFF, "the gap stays visible");
        assertEquals(480, two.timestamp() - one.timestamp());
    }

    /** Three seconds of a key at 8,000 Hz are more than 16 bits of 48,000 Hz can say. */
    @Test
    void continuesALongKeyInSegmentsForAFasterClock() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        Codec fast = new Codec(110, "TELEPHONE-EVENT", 48_000, 1, new CodecParams.TelephoneEventParams("0-15"));
        desk.answer(b, bob.describe(TestPhone.OPUS, fast));
        desk.run(() -> a.connect(b));
        List<String> keys = new ArrayList<>();
        Rfc4733Receiver receiver = new Rfc4733Receiver(48_000, new Presses() {
            @Override
            public void onPressed(char key) {
                keys.add("down " + key);
            }

            @Override
            public void onReleased(char key, int durationMs) {
                keys.add("up after " + durationMs);
            }
        });
        for (int ms = 50; ms <= 3_000; ms += 50) {
            ann.timestamp = 50_000;
            int end = ms == 3_000 ? 0x80 : 0;
            ann.say(101, new byte[] {9, (byte) (end | 10), (byte) ((ms * 8) >> 8), (byte) (ms * 8)}, forAnn);
        }
        for (byte[] datagram : bob.hearAll(600)) { // a busy machine may take its time
            RtpPacket packet = TestPhone.rtp(datagram);
            assertEquals(110, packet.payloadType());
            receiver.receive(packet.timestamp(), datagram, packet.payload(), packet.payloadLength(), 0);
        }
        assertEquals(List.of("down 9", "up after 3000"), keys);
    }

    private byte[] event(int key, boolean end, int startedAt, int duration) {
        ann.timestamp = startedAt;
        return ann.next(
                101, new byte[] {(byte) key, (byte) (end ? 0x8A : 10), (byte) (duration >> 8), (byte) duration});
    }

    /** The last of a key's three ends comes behind the next key's first packet: it must not press the first key again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pressesNoKeyTwiceWhoseEndComesLate(boolean transcoded) throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        desk.answer(b, bob.describe(transcoded ? TestPhone.PCMA : TestPhone.PCMU, TestPhone.EVENTS));
        desk.run(() -> a.connect(b));
        ann.say(0, new byte[160], forAnn);
        bob.hear();
        ann.send(event(1, false, 60_000, 400), forAnn);
        ann.send(event(1, true, 60_000, 800), forAnn);
        byte[] late = event(1, true, 60_000, 800);
        ann.send(event(2, false, 61_000, 400), forAnn);
        ann.send(late, forAnn);
        ann.send(event(2, false, 61_000, 800), forAnn);
        ann.send(event(2, true, 61_000, 800), forAnn);
        List<Integer> keys = new ArrayList<>();
        for (byte[] datagram : bob.hearAll(200)) {
            assertEquals(101, TestPhone.rtp(datagram).payloadType());
            keys.add((int) TestPhone.payload(datagram)[0]);
        }
        assertEquals(List.of(1, 1, 2, 2, 2), keys);
    }

    /** Another device takes the call over: its keys come at a time before those of the first. */
    @Test
    void pressesTheKeysOfASourceWhoseTimeIsEarlier() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        desk.answer(b, bob.describe(TestPhone.PCMU, TestPhone.EVENTS));
        desk.run(() -> a.connect(b));
        ann.send(event(1, true, 60_000, 800), forAnn);
        assertEquals(1, TestPhone.payload(bob.hear())[0]);
        byte[] other = event(2, true, 50_000, 800);
        other[8]++; // of the SSRC
        ann.send(other, forAnn);
        assertEquals(2, TestPhone.payload(bob.hear())[0]);
    }

    @Test
    void countsWhatWasReceivedSentLostAndDropped() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.answer(b, bob.describe(TestPhone.PCMU));
        desk.run(() -> a.connect(b));
        for (int i = 0; i < 10; i++) {
            ann.say(0, HELLO, forAnn);
            bob.hear();
        }
        ann.sequence += 3;
        ann.say(0, HELLO, forAnn);
        bob.hear();
        ann.say(77, HELLO, forAnn); // a payload type nobody spoke of
        ann.say(0, HELLO, forAnn);
        bob.hear();
        desk.run(() -> {
            a.close();
            b.close();
        });
        DeskCounters counted = desk.desk.counters();
        assertEquals(
                List.of(12L, 12L, 4L, 1L),
                List.of(counted.received(), counted.sent(), counted.lost(), counted.dropped()));
    }

    @Test
    void givesEachLegItsOwnPayloadTypes() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.OPUS)));
        desk.answer(b, bob.describe(TestPhone.OPUS.withPayloadType(111)));
        desk.run(() -> a.connect(b));
        ann.say(96, HELLO, forAnn);
        assertEquals(111, TestPhone.rtp(bob.hear()).payloadType());
    }

    @Test
    void echoes() throws Exception {
        MediaSession a = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMA)));
        desk.run(a::echo);
        ann.say(8, HELLO, forAnn);
        assertArrayEquals(HELLO, TestPhone.payload(ann.hear()));
    }

    @Test
    void keepsAMutedPeerFromTheOtherLeg() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        InetSocketAddress forBob = DeskFixture.rtp(desk.answer(b, bob.describe(TestPhone.PCMU)));
        desk.run(() -> {
            a.connect(b);
            a.mute(true);
        });
        ann.say(0, HELLO, forAnn);
        bob.say(0, HELLO, forBob);
        ann.hear();
        assertEquals(List.of(), bob.hearAll(200));
        desk.run(() -> a.mute(false));
        ann.say(0, HELLO, forAnn);
        bob.hear();
    }

    @Test
    void followsAReInviteToAnotherPort() throws Exception {
        MediaSession a = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.run(a::echo);
        ann.say(0, HELLO, forAnn);
        ann.hear();
        try (TestPhone moved = new TestPhone(0x0C0C0C0C)) {
            MediaDescription again = desk.answer(a, moved.describe(TestPhone.PCMU));
            assertEquals(forAnn, DeskFixture.rtp(again), "our port stays");
            moved.say(0, HELLO, forAnn);
            assertArrayEquals(HELLO, TestPhone.payload(moved.hear()));
        }
    }

    @Test
    void sendsNothingToAPeerThatHolds() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.answer(b, bob.describe(Direction.INACTIVE, Transport.PLAIN, TestPhone.PCMU));
        desk.run(() -> a.connect(b));
        ann.say(0, HELLO, forAnn);
        assertEquals(List.of(), bob.hearAll(200));
    }

    @Test
    void survivesAnyBytes() throws Exception {
        MediaSession a = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.run(a::echo);
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] junk = new byte[random.nextInt(80)];
            random.nextBytes(junk);
            if (junk.length > 1 && i % 2 == 0) {
                junk[0] = (byte) (0x80 | (junk[0] & 0x3F));
                junk[1] = (byte) (i % 4 == 0 ? 200 + i % 8 : 0);
            }
            ann.send(junk, forAnn);
        }
        ann.hearAll(200);
        ann.sequence = 9_000;
        ann.say(0, HELLO, forAnn);
        ann.say(0, HELLO, forAnn);
        assertArrayEquals(HELLO, TestPhone.payload(ann.hear()));
    }

    @Test
    void followsASequenceThatBeginsAnewUnderTheSameSource() throws Exception {
        MediaSession a = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.run(a::echo);
        ann.sequence = 40_000;
        ann.say(0, HELLO, forAnn);
        int before = TestPhone.rtp(ann.hear()).sequence();
        ann.sequence = 20_000;
        ann.say(0, HELLO, forAnn); // not believed before a second one follows
        ann.say(0, HELLO, forAnn);
        assertEquals(1, (TestPhone.rtp(ann.hear()).sequence() - before) & 0xFFFF);
    }

    @Test
    void showsAHoldAsSilenceAndNotAsLoss() throws Exception {
        MediaSession a = session();
        MediaSession b = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        desk.answer(b, bob.describe(TestPhone.PCMU));
        desk.run(() -> a.connect(b));
        ann.say(0, HELLO, forAnn);
        int before = TestPhone.rtp(bob.hear()).sequence();
        desk.answer(b, bob.describe(Direction.SENDONLY, Transport.PLAIN, TestPhone.PCMU));
        for (int i = 0; i < 5; i++) {
            ann.say(0, HELLO, forAnn);
        }
        assertEquals(List.of(), bob.hearAll(100));
        desk.answer(b, bob.describe(TestPhone.PCMU));
        ann.say(0, HELLO, forAnn);
        assertEquals(1, (TestPhone.rtp(bob.hear()).sequence() - before) & 0xFFFF);
    }

    /** Room after room on other loops within one turn of the signalling loop: what is ordered keeps its order and its thread. */
    @Test
    void survivesMovesFasterThanTheyAreDone() throws Exception {
        MediaSession a = session();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        java.util.List<tandem.media.Mix> mixes = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int n = i;
            mixes.add(desk.on(() -> desk.desk.openMix("room " + n)));
            session();
            session();
        }
        desk.run(() -> {
            for (int round = 0; round < 20; round++) {
                a.join(mixes.get(round % 6));
                a.echo();
            }
            mixes.forEach(tandem.media.Mix::close);
        });
        for (int i = 0; i < 20; i++) {
            desk.settle();
        }
        ann.hearAll(100);
        ann.say(0, HELLO, forAnn);
        assertArrayEquals(HELLO, TestPhone.payload(ann.hear()));
        assertEquals(
                0,
                desk.desk.loops().stream().mapToLong(l -> l.counters().bugs()).sum());
    }

    @Test
    void movesLegsOfDifferentLoopsTogether() throws Exception {
        MediaSession[] all = new MediaSession[6];
        for (int i = 0; i < all.length; i++) {
            all[i] = session();
        }
        MediaSession a = all[0];
        MediaSession b = java.util.Arrays.stream(all)
                .filter(s -> ((RtpSession) s).loop() != ((RtpSession) a).loop())
                .findFirst()
                .orElseThrow();
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        InetSocketAddress forBob = DeskFixture.rtp(desk.answer(b, bob.describe(TestPhone.PCMU)));
        desk.run(() -> a.connect(b));
        desk.run(() -> {});
        ann.say(0, HELLO, forAnn);
        bob.hear();
        bob.say(0, HELLO, forBob);
        ann.hear();
        assertEquals(((RtpSession) a).loop(), ((RtpSession) b).loop());
    }
}
