package tandem.media.dtmf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.Prompt;
import tandem.media.codec.G711;
import tandem.media.codec.RateConverter;
import tandem.media.codec.Sinusoid;
import tandem.media.prompts.Recordings;

class DtmfTest {
    private static final long MS = 1_000_000;
    private static final String ALL = "0123456789*#ABCD";
    private static final List<Character> KEYS =
            ALL.chars().mapToObj(c -> (char) c).toList();

    private final StringBuilder pressed = new StringBuilder();
    private final List<Integer> durations = new ArrayList<>();
    private final Presses presses = new Presses() {
        @Override
        public void onPressed(char key) {
            pressed.append(key);
        }

        @Override
        public void onReleased(char key, int durationMs) {
            durations.add(durationMs);
        }
    };

    @Test
    void keysSentAsEventsAreReceivedOnceEach() {
        Rfc4733Receiver receiver = new Rfc4733Receiver(8_000, presses);
        List<String> packets = new ArrayList<>();
        Rfc4733Sender sender = new Rfc4733Sender(8_000, (payload, length, timestamp, marker) -> {
            packets.add(String.format(
                    "%02x%02x%02x%02x%s", payload[0], payload[1], payload[2], payload[3], marker ? "m" : ""));
            receiver.receive(timestamp, payload, 0, length, 0);
        });
        for (char key : KEYS) {
            sender.press(key, 100);
        }
        for (int tick = 0; tick < 16 * 8; tick++) {
            sender.tick(tick * 160);
        }
        assertEquals(ALL, pressed.toString());
        assertEquals(100, durations.getFirst());
        assertEquals(
                "[000a00a0m, 000a0140, 000a01e0, 000a0280, 008a0320, 008a0320, 008a0320, 010a00a0m]",
                packets.subList(0, 8).toString());
        assertTrue(!sender.busy());
    }

    @Test
    void aLongPressGoesOnInSegments() {
        Rfc4733Receiver receiver = new Rfc4733Receiver(48_000, presses);
        Rfc4733Sender sender = new Rfc4733Sender(
                48_000, (payload, length, timestamp, marker) -> receiver.receive(timestamp, payload, 0, length, 0));
        sender.press('7', 5_000);
        for (int tick = 0; tick < 300; tick++) {
            sender.tick(tick * 960);
        }
        assertEquals("7", pressed.toString());
        assertEquals(List.of(5_000), durations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0050 00a0 80f0 80f0 80f0", // as sent
                "0050", // only the first arrived
                "80f0", // only an end arrived
                "80f0 80f0 0050" // the first came last
            })
    void anEventIsOnePressWhateverIsLost(String packets) {
        Rfc4733Receiver receiver = new Rfc4733Receiver(8_000, presses);
        for (int i = 0; i < packets.length(); i += 5) {
            byte[] payload = HexFormat.of()
                    .parseHex("05" + packets.substring(i, i + 2) + "00" + packets.substring(i + 2, i + 4));
            receiver.receive(4_711, payload, 0, 4, i * (4L * MS));
        }
        receiver.tick(1_000 * MS);
        assertEquals("5", pressed.toString());
        assertEquals(1, durations.size());
    }

    @Test
    void theSameKeyTwiceIsTwoPressesAlsoWhenTheFirstEndWasLost() {
        Rfc4733Receiver receiver = new Rfc4733Receiver(8_000, presses);
        receiver.receive(1_000, new byte[] {5, 0, 0, 80}, 0, 4, 0);
        receiver.receive(3_000, new byte[] {5, 0, 0, 80}, 0, 4, 250 * MS);
        receiver.receive(1_000, new byte[] {5, (byte) 0x80, 1, 80}, 0, 4, 260 * MS);
        receiver.receive(3_000, new byte[] {5, (byte) 0x80, 1, 80}, 0, 4, 300 * MS);
        assertEquals("55", pressed.toString());
        assertEquals("[10, 42]", durations.toString());
    }

    @Test
    void aKeyHeldForTenSecondsIsOnePress() {
        Rfc4733Receiver receiver = new Rfc4733Receiver(8_000, presses);
        int timestamp = 100;
        int duration = 0;
        for (int t = 0; t < 10_000; t += 50) {
            duration += 400;
            if (duration > 0xFFFF) {
                receiver.receive(timestamp, new byte[] {9, 0, -1, -1}, 0, 4, t * MS);
                timestamp += 0xFFFF;
                duration -= 0xFFFF;
            }
            receiver.receive(timestamp, new byte[] {9, 0, (byte) (duration >> 8), (byte) duration}, 0, 4, t * MS);
        }
        receiver.tick(11_000 * MS);
        assertEquals("9", pressed.toString());
        assertEquals(10_000, durations.getFirst(), 20);
    }

    @Test
    void aPressSeenThreeWaysIsReportedOnce() {
        DigitFilter filter = new DigitFilter();
        assertTrue(filter.isNew('5', DigitFilter.Way.EVENT, 0));
        assertTrue(!filter.isNew('5', DigitFilter.Way.INBAND, 60 * MS));
        assertTrue(filter.isNew('5', DigitFilter.Way.EVENT, 200 * MS));
        assertTrue(!filter.isNew('5', DigitFilter.Way.SIGNALLING, 300 * MS));
        assertTrue(!filter.isNew('5', DigitFilter.Way.INBAND, 310 * MS));
        assertTrue(!filter.isNew('5', DigitFilter.Way.SIGNALLING, 500 * MS));
        assertTrue(filter.isNew('6', DigitFilter.Way.SIGNALLING, 600 * MS));
        assertTrue(filter.isNew('5', DigitFilter.Way.SIGNALLING, 5_000 * MS));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void tonesAreRecognised(int rate) {
        InbandTones tones = new InbandTones(rate);
        for (char key : KEYS) {
            tones.press(key, 60);
        }
        short[] pcm = new short[rate / 50];
        InbandDetector detector = new InbandDetector(rate, presses);
        while (tones.replace(pcm, 0, pcm.length)) {
            detector.process(pcm, 0, pcm.length);
        }
        assertEquals(ALL, pressed.toString());
        assertEquals(16, durations.size());
    }

    /** Every key at the edge of what must be accepted, through mu-law and noise. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, -10, -10, 40",
        "1.5, 1.5, -10, -10, 45",
        "-1.5, 1.5, -10, -10, 45",
        "0, 0, -4, -10, 40",
        "0, 0, -14, -6, 40",
        "0, 0, -28, -28, 40",
        "0, 0, -3, -3, 40"
    })
    void tonesAreRecognisedWithinTheLimits(double lowOff, double highOff, double low, double high, int ms) {
        assertEquals(ALL, heard(lowOff, highOff, low, high, ms));
    }

    /** What must not be taken for a key: off frequency, twisted, too short, too soft. */
    @ParameterizedTest
    @CsvSource({
        "3.5, 3.5, -10, -10, 80",
        "-3.5, -3.5, -10, -10, 80",
        "0, 0, -3, -18, 80",
        "0, 0, -20, -6, 80",
        "0, 0, -10, -10, 20",
        "0, 0, -45, -45, 80"
    })
    void tonesBeyondTheLimitsAreNot(double lowOff, double highOff, double low, double high, int ms) {
        assertEquals("", heard(lowOff, highOff, low, high, ms));
    }

    private String heard(double lowOff, double highOff, double low, double high, int ms) {
        Random random = new Random(4);
        InbandDetector detector = new InbandDetector(8_000, presses);
        for (char key : KEYS) {
            Sinusoid a = new Sinusoid(DtmfKeys.low(key) * (1 + lowOff / 100), 8_000, Sinusoid.amplitude(low));
            Sinusoid b = new Sinusoid(DtmfKeys.high(key) * (1 + highOff / 100), 8_000, Sinusoid.amplitude(high));
            short[] pcm = new short[8 * (ms + 45) + random.nextInt(100)];
            for (int i = 0; i < pcm.length; i++) {
                double noise = random.nextGaussian() * Sinusoid.amplitude(-50);
                pcm[i] = (short) (noise + (i < 8 * ms ? a.next() + b.next() : 0));
            }
            byte[] octets = new byte[pcm.length];
            G711.encode(G711.Law.MU, pcm, 0, pcm.length, octets, 0);
            G711.decode(G711.Law.MU, octets, 0, pcm.length, pcm, 0);
            detector.process(pcm, 0, pcm.length);
        }
        return pressed.toString();
    }

    @Test
    void speechIsNotTakenForKeys() {
        Recordings recordings = Recordings.load();
        InbandDetector detector = new InbandDetector(8_000, presses);
        RateConverter down = new RateConverter(16_000, 8_000, 20);
        short[] narrow = new short[160];
        int seconds = 0;
        for (String name : List.of(
                "help",
                "help-host",
                "wait-for-host",
                "hosts-only",
                "enter-room",
                "enter-pin",
                "not-available",
                "participants",
                "unmuted",
                "you-are-the-first",
                "digit-7",
                "digit-0",
                "all-unmuted",
                "welcome",
                "goodbye")) {
            short[] said = recordings.samples(new Prompt.Recording("en", name)).orElseThrow();
            for (int loud = 1; loud <= 3; loud++) {
                for (int i = 0; i + 320 <= said.length; i += 320) {
                    short[] frame = new short[320];
                    for (int k = 0; k < 320; k++) {
                        frame[k] = (short) Math.max(-32_768, Math.min(32_767, said[i + k] * loud));
                    }
                    down.process(frame, 0, 320, narrow, 0);
                    detector.process(narrow, 0, 160);
                }
                seconds += said.length / 16_000;
            }
        }
        assertTrue(seconds > 80);
        assertEquals("", pressed.toString());
    }
}
