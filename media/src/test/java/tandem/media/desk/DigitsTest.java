package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tandem.media.Codec;
import tandem.media.MediaSession;
import tandem.media.Prompt;
import tandem.media.rtp.RtpPacket;

/** Keys and prompts of one session on a real socket. */
class DigitsTest {
    private DeskFixture desk;
    private TestPhone ann;
    private final DeskFixture.Facts facts = new DeskFixture.Facts();

    @BeforeEach
    void open() throws Exception {
        desk = new DeskFixture();
        ann = new TestPhone(0x0A0A0A0A);
    }

    @AfterEach
    void close() {
        ann.close();
        desk.close();
    }

    private void press(int event, InetSocketAddress to) throws Exception {
        int start = ann.timestamp;
        for (int i = 1; i <= 5; i++) {
            ann.timestamp = start;
            int duration = 160 * Math.min(i, 3);
            ann.say(
                    101,
                    new byte[] {(byte) event, (byte) (i < 3 ? 10 : 0x8A), (byte) (duration >> 8), (byte) duration},
                    to);
        }
        ann.timestamp = start + 800;
    }

    @Test
    void tellsAPressOnceHoweverItCame() throws Exception {
        MediaSession a = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        press(5, forAnn);
        assertEquals("digit 5", facts.next());
        desk.run(() -> a.digitBySignalling('5', 100)); // the same press by INFO
        press(11, forAnn);
        assertEquals("digit #", facts.next());
        desk.run(() -> a.digitBySignalling('7', 100));
        assertEquals("digit 7", facts.next());
        desk.settle();
        assertTrue(facts.all.isEmpty());
    }

    /** Another device takes the call over, and counts its time from elsewhere. */
    @Test
    void tellsAPressOfASourceWhoseTimeIsEarlier() throws Exception {
        MediaSession a = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS)));
        press(5, forAnn);
        assertEquals("digit 5", facts.next());
        ann.timestamp = 40_000;
        byte[] other = ann.next(101, new byte[] {7, (byte) 0x8A, 3, 32});
        other[8]++; // of the SSRC
        ann.send(other, forAnn);
        assertEquals("digit 7", facts.next());
    }

    /** Says a key's tones for a tenth of a second between silences; the packets' loudest samples as the other heard them. */
    private List<Double> soundKey(MediaSession a, Codec toBob, Codec... bobTakes) throws Exception {
        try (TestPhone bob = new TestPhone(0x0B0B0B0B)) {
            MediaSession b = desk.open(new DeskFixture.Facts());
            InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
            desk.answer(b, bob.describe(bobTakes));
            desk.run(() -> a.connect(b));
            Tone low = new Tone(770, 4_000);
            Tone high = new Tone(1_336, 4_000);
            List<Double> peaks = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                byte[] said = i < 5 || i > 9 ? new Tone(0, 0).mulaw(160) : Tone.mulawSum(low, high, 160);
                ann.say(0, said, forAnn);
            }
            for (byte[] datagram : bob.hearAll(300)) {
                assertEquals(toBob.payloadType(), TestPhone.rtp(datagram).payloadType());
                byte[] heard = TestPhone.payload(datagram);
                peaks.add(toBob.equals(TestPhone.PCMU) ? Tone.mulawPeak(heard) : Tone.alawPeak(heard));
            }
            return peaks;
        }
    }

    /** A re-offer brings events while a key sounds: it was pressed, and its end will not be heard. */
    @Test
    void tellsAKeyThatSoundsWhenTonesAreListenedForNoMore() throws Exception {
        MediaSession a = desk.open(facts);
        InetSocketAddress forAnn = DeskFixture.rtp(desk.answer(a, ann.describe(TestPhone.PCMU)));
        Tone low = new Tone(770, 4_000);
        Tone high = new Tone(1_336, 4_000);
        for (int i = 0; i < 5; i++) {
            ann.say(0, Tone.mulawSum(low, high, 160), forAnn);
        }
        desk.settle();
        assertTrue(desk.desk.loops().stream()
                .flatMap(loop -> loop.paths().stream())
                .anyMatch(MediaPath::toneDown));
        desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS));
        assertEquals("digit 5", facts.next());
        assertTrue(facts.all.isEmpty());
    }

    private static long loud(List<Double> peaks) {
        return peaks.stream().filter(p -> p > 1_000).count();
    }

    @Test
    void hearsAKeyInTheAudioForAPeerThatTakesEvents() throws Exception {
        List<Double> peaks = soundKey(desk.open(facts), TestPhone.PCMU, TestPhone.PCMU, TestPhone.EVENTS);
        assertEquals("digit 5", facts.next());
        assertTrue(loud(peaks) <= 2, "packets with the tone " + loud(peaks));
        assertTrue(facts.all.isEmpty());
    }

    @Test
    void hearsAKeyInTheAudioThatIsTranscoded() throws Exception {
        List<Double> peaks = soundKey(desk.open(facts), TestPhone.PCMA, TestPhone.PCMA, TestPhone.EVENTS);
        assertEquals("digit 5", facts.next());
        assertTrue(loud(peaks) <= 2, "packets with the tone " + loud(peaks));
    }

    @Test
    void leavesTheToneToTwoPeersWithoutEvents() throws Exception {
        List<Double> peaks = soundKey(desk.open(facts), TestPhone.PCMU, TestPhone.PCMU);
        assertEquals(5, loud(peaks));
        desk.settle();
        assertTrue(facts.all.isEmpty());
    }

    @Test
    void pressesKeysByEvents() throws Exception {
        MediaSession a = desk.open(facts);
        desk.answer(a, ann.describe(TestPhone.PCMU, TestPhone.EVENTS));
        desk.run(() -> a.sendDigit('9', 100));
        List<RtpPacket> events = new ArrayList<>();
        for (byte[] datagram : ann.hearAll(300)) {
            events.add(TestPhone.rtp(datagram));
        }
        assertTrue(events.size() >= 5, "packets " + events.size());
        assertTrue(events.getFirst().marker());
        for (RtpPacket event : events) {
            assertEquals(101, event.payloadType());
            assertEquals(9, event.bytes()[event.payload()]);
            assertEquals(events.getFirst().timestamp(), event.timestamp());
        }
        RtpPacket last = events.getLast();
        assertEquals((byte) 0x8A, last.bytes()[last.payload() + 1]);
    }

    @Test
    void soundsKeysForAPeerWithoutEvents() throws Exception {
        MediaSession a = desk.open(facts);
        desk.answer(a, ann.describe(TestPhone.PCMU));
        desk.run(() -> a.sendDigit('1', 200));
        double peak = 0;
        for (byte[] datagram : ann.hearAll(300)) {
            peak = Math.max(peak, Tone.mulawPeak(TestPhone.payload(datagram)));
        }
        assertTrue(peak > 10_000, "peak " + peak);
    }

    @Test
    void playsPromptsAndSaysWhenTheyAreOver() throws Exception {
        MediaSession a = desk.open(facts);
        desk.answer(a, ann.describe(TestPhone.PCMU));
        desk.run(() -> a.play(List.of(new Prompt.Tone(440, -10, 300)), false));
        List<byte[]> heard = ann.hearAll(300);
        assertEquals("played", facts.next());
        assertTrue(heard.size() >= 15 && heard.size() <= 25, "packets " + heard.size());
        assertTrue(Tone.mulawPeak(TestPhone.payload(heard.get(8))) > 5_000);
    }
}
