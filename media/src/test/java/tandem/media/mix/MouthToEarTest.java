package tandem.media.mix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;
import tandem.media.codec.AudioCodecs;
import tandem.media.codec.EncoderSettings;
import tandem.media.codec.G711;
import tandem.media.jitter.JitterBuffer;

/** From the arrival of the packet that carries a click to the departure of the one that carries it, network without jitter. */
class MouthToEarTest {
    private static final long MS = 1_000_000;
    private static final EncoderSettings PCMU = EncoderSettings.of(AudioCodec.PCMU, 20);

    @Test
    void aClickIsThroughTheRoomIn30MillisecondsAndIn45AtMost() {
        List<Double> delays = new ArrayList<>();
        for (int phase = 0; phase < 40; phase++) {
            for (int place = 0; place < 160; place += 13) {
                delays.add(delayMs(phase * MS / 2 + 100_000, place));
            }
        }
        Collections.sort(delays);
        double middle = delays.get(delays.size() / 2);
        double worst = delays.get(delays.size() * 99 / 100);
        assertTrue(middle <= 30, "p50 " + middle);
        assertTrue(worst <= 45, "p99 " + worst);
    }

    /** Packets arrive {@code phaseNs} after a tick; the click is at that place in its packet. */
    private static double delayMs(long phaseNs, int place) {
        Mixer mixer = new Mixer(8, AudioCodecs::encoder);
        JitterBuffer buffer = new JitterBuffer(8_000);
        buffer.decoder(0, AudioCodecs.decoder(AudioCodec.PCMU, 8_000));
        long[] heard = {-1};
        long[] now = {0};
        mixer.add(buffer, (payload, offset, length, samples, marker) -> {}, PCMU);
        mixer.add(
                new Deaf(),
                (payload, offset, length, samples, marker) -> {
                    short[] pcm = new short[160];
                    G711.decode(G711.Law.MU, payload, offset, length, pcm, 0);
                    for (short sample : pcm) {
                        heard[0] = heard[0] < 0 && Math.abs(sample) > 5_000 ? now[0] : heard[0];
                    }
                },
                PCMU);
        short[] voice = new short[160];
        byte[] packet = new byte[160];
        int clickAt = 20;
        for (int i = 0; i < 30; i++) {
            for (int k = 0; k < 160; k++) {
                voice[k] = (short) ((k % 2) * 400 - 200);
            }
            if (i == clickAt) {
                voice[place] = 30_000;
            }
            G711.encode(G711.Law.MU, voice, 0, 160, packet, 0);
            buffer.push(i, i * 160, 0, packet, 0, 160, i * (20L * MS) + phaseNs);
            now[0] = (i + 1) * (20L * MS);
            mixer.tick(now[0]);
        }
        mixer.close();
        return (heard[0] - clickAt * (20L * MS) - phaseNs) / (double) MS;
    }

    private static final class Deaf implements MixInput {
        @Override
        public int sampleRate() {
            return 8_000;
        }

        @Override
        public int level(long nowNs) {
            return -127;
        }

        @Override
        public void pull(long nowNs, short[] pcm, boolean heard) {}

        @Override
        public void skip(long nowNs) {}
    }
}
