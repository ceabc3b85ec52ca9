package tandem.media.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.G711;
import tandem.media.codec.Sine;
import tandem.media.jitter.JitterBuffer;

/** Two phones whose clocks are 200 ppm apart talk through one mixer for ten minutes: what leaves for each, window by window. */
class DriftingRoomTest {
    private static final long MS = 1_000_000;
    private static final int RATE = 8_000;
    private static final int FRAME = 160;
    private static final int TICKS = 10 * 60 * 50;
    private static final int SETTLED = 50;
    private static final double DBM0 = -10;
    private static final EncoderSettings PCMU = EncoderSettings.of(AudioCodec.PCMU, 20);

    private final Mixer mixer = new Mixer(8, AudioCodecs::encoder);

    @Test
    void tenMinutesWithoutAGlitchEitherWay() {
        Talker ann = new Talker(1_000, 100);
        Talker ben = new Talker(600, -100);
        ann.join(ben);
        ben.join(ann);
        for (int tick = 1; tick <= TICKS; tick++) {
            long now = tick * (20 * MS);
            ann.speakUntil(now);
            ben.speakUntil(now);
            mixer.tick(now);
        }
        mixer.close();
        ann.assertHeardAll(ben);
        ben.assertHeardAll(ann);
    }

    /** Speaks a tone by a clock of its own, and judges each packet that comes back. */
    private final class Talker {
        private final double hz;
        private final double ppm;
        private final JitterBuffer buffer = new JitterBuffer(RATE);
        private final short[] pcm = new short[FRAME];
        private final byte[] payload = new byte[FRAME];
        private int sent;
        private int heard;
        private int spoiled;
        private double worstSnrDb = 99;

        Talker(double hz, double ppm) {
            this.hz = hz;
            this.ppm = ppm;
            buffer.decoder(0, AudioCodecs.decoder(AudioCodec.PCMU, RATE));
        }

        void join(Talker other) {
            mixer.add(
                    buffer,
                    (packet, offset, length, samples, marker) -> {
                        short[] back = new short[samples];
                        G711.decode(G711.Law.MU, packet, offset, length, back, 0);
                        judge(back, other.hz);
                    },
                    PCMU);
        }

        /** By its own clock a packet is due each 20 ms; by the mixer's a little sooner or later. */
        void speakUntil(long nowNs) {
            while (sent * 20.0 * MS * (1 - ppm / 1e6) + 5 * MS <= nowNs) {
                long arrival = (long) (sent * 20.0 * MS * (1 - ppm / 1e6)) + 5 * MS;
                Sine.write(pcm, 0, FRAME, (long) sent * FRAME, hz, RATE, DBM0);
                G711.encode(G711.Law.MU, pcm, 0, FRAME, payload, 0);
                buffer.push(sent & 0xFFFF, sent * FRAME, 0, payload, 0, FRAME, arrival);
                sent++;
            }
        }

        private void judge(short[] window, double tone) {
            heard++;
            if (heard <= SETTLED) {
                return;
            }
            Sine.Fit fit = Sine.fit(window, 0, FRAME, tone, RATE);
            worstSnrDb = Math.min(worstSnrDb, fit.snrDb());
            if (fit.snrDb() < 26 || Math.abs(fit.dbm0() - DBM0) > 1) {
                spoiled++;
            }
        }

        void assertHeardAll(Talker other) {
            String words = hz + " Hz hears " + other.hz + " Hz, at worst " + worstSnrDb + " dB over noise";
            assertEquals(0, spoiled, words);
            assertTrue(heard >= TICKS - SETTLED, words + ", windows " + heard);
            assertEquals(0, buffer.concealedMs(), words);
        }
    }
}
