package tandem.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.media.AudioCodec;

/** The vectors were made by FFmpeg's encoder and decoder from the signal below. */
class G722Test {
    private static final int SECONDS = 2;

    @Test
    void encodesToTheSameBitsAsAnotherEncoder() throws IOException {
        byte[] expected = vector("signal.g722");
        short[] signal = signal();
        byte[] encoded = new byte[signal.length / 2];
        AudioEncoder encoder = AudioCodecs.encoder(EncoderSettings.of(AudioCodec.G722, 20));
        for (int i = 0; i < signal.length; i += 320) {
            encoder.encode(signal, i, 320, encoded, i / 2);
        }
        assertArrayEquals(expected, encoded);
    }

    @Test
    void decodesToTheSameSamplesAsAnotherDecoder() throws IOException {
        byte[] encoded = vector("signal.g722");
        byte[] expected = vector("signal.s16");
        short[] decoded = new short[encoded.length * 2];
        AudioDecoder decoder = AudioCodecs.decoder(AudioCodec.G722, 16_000);
        for (int i = 0; i < encoded.length; i += 160) {
            decoder.decode(encoded, i, 160, decoded, i * 2);
        }
        byte[] octets = new byte[decoded.length * 2];
        for (int i = 0; i < decoded.length; i++) {
            octets[2 * i] = (byte) decoded[i];
            octets[2 * i + 1] = (byte) (decoded[i] >> 8);
        }
        assertArrayEquals(expected, octets);
    }

    /** Sweeping tones, noise that grows to overload, and silence. */
    static short[] signal() {
        Random random = new Random(722);
        short[] signal = new short[16_000 * SECONDS];
        for (int i = 0; i < signal.length; i++) {
            double t = i / 16_000.0;
            double tone = 9_000 * Math.sin(2 * Math.PI * (100 + 1_700 * t) * t);
            double noise = random.nextGaussian() * 12_000 * t * t;
            double value = t > 1.8 ? 0 : tone + noise;
            signal[i] = (short) Math.max(-32_768, Math.min(32_767, value));
        }
        return signal;
    }

    private static byte[] vector(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(G722Test.class.getResourceAsStream("/vectors/g722/" + name))) {
            return in.readAllBytes();
        }
    }
}
