package tandem.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.media.AudioCodec;

class CodecsTest {
    @ParameterizedTest
    @EnumSource(G711.Law.class)
    void everyG711OctetComesBackAsItself(G711.Law law) {
        byte[] octets = new byte[256];
        for (int i = 0; i < 256; i++) {
            octets[i] = (byte) i;
        }
        short[] pcm = new short[256];
        byte[] again = new byte[256];
        G711.decode(law, octets, 0, 256, pcm, 0);
        G711.encode(law, pcm, 0, 256, again, 0);
        if (law == G711.Law.MU) {
            assertEquals((byte) 0xFF, again[0x7F], "both zeros of mu-law are one");
            again[0x7F] = 0x7F;
        }
        assertEquals(Arrays.toString(octets), Arrays.toString(again));
    }

    @Test
    void g711HasTheValuesOfTheRecommendation() {
        byte[] octets = {(byte) 0x80, 0x00, (byte) 0xFF, (byte) 0xAA, 0x2A, (byte) 0xD5, 0x55};
        short[] pcm = new short[octets.length];
        G711.decode(G711.Law.MU, octets, 0, 3, pcm, 0);
        G711.decode(G711.Law.A, octets, 3, 4, pcm, 3);
        assertEquals("[32124, -32124, 0, 32256, -32256, 8, -8]", Arrays.toString(pcm));
    }

    @ParameterizedTest
    @CsvSource({"PCMA,35", "PCMU,35", "G722,35", "OPUS,30"})
    void aToneKeepsItsLevelAndPurity(AudioCodec codec, double snr) {
        Sine.Fit fit = through(EncoderSettings.of(codec, 20));
        assertEquals(-10, fit.dbm0(), 0.5);
        assertTrue(fit.snrDb() > snr, codec + " " + fit);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void opusRunsAtEachRateAndPacketTime(int rate) {
        for (int ptime : new int[] {10, 20, 40, 60}) {
            Sine.Fit fit = through(EncoderSettings.of(AudioCodec.OPUS, ptime).withSampleRate(rate));
            assertEquals(-10, fit.dbm0(), 1, rate + " Hz, " + ptime + " ms");
            assertTrue(fit.snrDb() > 15, rate + " Hz, " + ptime + " ms: " + fit);
        }
    }

    @Test
    void opusRecoversALostPacketFromTheNext() {
        EncoderSettings settings =
                EncoderSettings.of(AudioCodec.OPUS, 20).withSampleRate(16_000).withFec(true);
        try (AudioEncoder encoder = AudioCodecs.encoder(settings);
                AudioDecoder decoder = AudioCodecs.decoder(AudioCodec.OPUS, 16_000)) {
            encoder.expectedLoss(30);
            short[] pcm = new short[320];
            short[] out = new short[320];
            byte[] packet = new byte[1_500];
            int worst = 0;
            for (int i = 0; i < 100; i++) {
                Sine.write(pcm, 0, 320, i * 320L, 300 + 10 * i, 16_000, -10);
                int length = encoder.encode(pcm, 0, 320, packet, 0);
                assertEquals(320, decoder.samplesIn(packet, 0, length));
                if (i % 5 == 3) {
                    continue;
                }
                if (i % 5 == 4) {
                    assertEquals(320, decoder.decodeFec(packet, 0, length, out, 0, 320));
                    worst = Math.min(worst, Level.dBov(out, 0, 320));
                }
                assertEquals(320, decoder.decode(packet, 0, length, out, 0));
            }
            assertTrue(worst > -25, "recovered at " + worst + " dBov");
        }
    }

    @Test
    void opusSendsNothingWhileNothingIsSaid() {
        EncoderSettings settings =
                EncoderSettings.of(AudioCodec.OPUS, 20).withSampleRate(16_000).withDtx(true);
        try (AudioEncoder encoder = AudioCodecs.encoder(settings)) {
            short[] silence = new short[320];
            byte[] packet = new byte[1_500];
            int sent = 0;
            for (int i = 0; i < 100; i++) {
                sent += encoder.encode(silence, 0, 320, packet, 0) > 0 ? 1 : 0;
            }
            assertTrue(sent < 30, sent + " packets of 100");
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void aLossIsHiddenAndALongOneFadesOut(AudioCodec codec) {
        EncoderSettings settings = EncoderSettings.of(codec, 20);
        int frame = settings.samplesPerPacket();
        try (AudioEncoder encoder = AudioCodecs.encoder(settings);
                AudioDecoder decoder = AudioCodecs.decoder(codec, settings.sampleRate())) {
            short[] pcm = new short[frame];
            short[] out = new short[frame];
            byte[] packet = new byte[1_500];
            for (int i = 0; i < 50; i++) {
                Sine.write(pcm, 0, frame, (long) i * frame, 500, settings.sampleRate(), -10);
                int length = encoder.encode(pcm, 0, frame, packet, 0);
                decoder.decode(packet, 0, length, out, 0);
            }
            int before = Level.dBov(out, 0, frame);
            decoder.conceal(out, 0, frame);
            int allowed = codec == AudioCodec.OPUS ? 15 : 4; // libopus damps a pure tone at once
            assertTrue(Level.dBov(out, 0, frame) > before - allowed, "first made up at " + Level.dBov(out, 0, frame));
            for (int i = 0; i < 10; i++) {
                decoder.conceal(out, 0, frame);
            }
            assertTrue(Level.dBov(out, 0, frame) < -60);
        }
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void malformedPayloadsDoNoHarm(AudioCodec codec) {
        java.util.Random random = new java.util.Random(1);
        try (AudioDecoder decoder = AudioCodecs.decoder(codec, codec.sampleRate())) {
            short[] out = new short[48 * 120 * 2];
            for (int i = 0; i < 500; i++) {
                byte[] junk = new byte[random.nextInt(200)];
                random.nextBytes(junk);
                int promised = decoder.samplesIn(junk, 0, junk.length);
                int written = decoder.decode(junk, 0, junk.length, out, 0);
                assertTrue(written == 0 || written == promised);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8000,48000", "16000,48000", "48000,8000", "48000,16000", "8000,16000", "16000,8000"})
    void aChangeOfRateLeavesAToneAsItIs(int from, int to) {
        RateConverter converter = new RateConverter(from, to, 20);
        short[] in = new short[from / 50];
        short[] out = new short[to];
        for (int i = 0; i < 50; i++) {
            Sine.write(in, 0, in.length, (long) i * in.length, 1_004, from, -10);
            assertEquals(to / 50, converter.process(in, 0, in.length, out, i * (to / 50)));
        }
        Sine.Fit fit = Sine.fit(out, to / 10, to / 10 * 9, 1_004, to);
        assertEquals(-10, fit.dbm0(), 0.02);
        assertTrue(fit.snrDb() > 70, from + " to " + to + ": " + fit);
    }

    private static Sine.Fit through(EncoderSettings settings) {
        int rate = settings.sampleRate();
        int frame = settings.samplesPerPacket();
        short[] pcm = new short[frame];
        short[] out = new short[rate * 2];
        byte[] packet = new byte[1_500];
        int written = 0;
        try (AudioEncoder encoder = AudioCodecs.encoder(settings);
                AudioDecoder decoder = AudioCodecs.decoder(settings.codec(), rate)) {
            for (int i = 0; (i + 1) * frame <= rate * 2; i++) {
                Sine.write(pcm, 0, frame, (long) i * frame, 1_004, rate, -10);
                int length = encoder.encode(pcm, 0, frame, packet, 0);
                written += decoder.decode(packet, 0, length, out, written);
            }
        }
        return Sine.fit(out, rate, written - rate, 1_004, rate);
    }
}
