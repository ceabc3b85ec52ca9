package tandem.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** What the generators say: recorded speech, the floor of a quiet office, a click. */
final class Voices {
    static final int FRAME = 160;
    private static final int FRAMES = 500;

    private Voices() {}

    /** Ten seconds of somebody speaking, in frames of 20 ms mu-law; each seed begins elsewhere in it. */
    static byte[][] speech(int seed) {
        byte[] recorded = recording();
        byte[][] frames = new byte[recorded.length / FRAME][FRAME];
        for (int i = 0; i < frames.length; i++) {
            System.arraycopy(recorded, (i + 61 * seed) % frames.length * FRAME, frames[i], 0, FRAME);
        }
        return frames;
    }

    private static byte[] recording() {
        try (InputStream in = Optional.ofNullable(Voices.class.getResourceAsStream("speech.ulaw"))
                .orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Frames of 20 ms mu-law. */
    static byte[][] mulaw(short[] samples) {
        byte[][] frames = new byte[samples.length / FRAME][FRAME];
        for (int i = 0; i < frames.length * FRAME; i++) {
            frames[i / FRAME][i % FRAME] = G711.encode(samples[i]);
        }
        return frames;
    }

    /** Frames of a microphone in a quiet room, about -66 dBm0. */
    static byte[][] quiet(long seed) {
        Random random = new Random(seed);
        short[] samples = new short[FRAMES * FRAME];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (random.nextGaussian() * 8);
        }
        return mulaw(samples);
    }

    /** One frame of digital silence. */
    static byte[] silence() {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, G711.SILENCE);
        return frame;
    }

    /** One frame that is all click: 1 kHz at -6 dB of full scale. */
    static byte[] click() {
        byte[] frame = new byte[FRAME];
        for (int i = 0; i < FRAME; i++) {
            frame[i] = G711.encode((int) (16_000 * Math.sin(2 * Math.PI * i / 8)));
        }
        return frame;
    }

    /** Whether a mu-law payload holds something as loud as a click, after whatever was done to it on the way. */
    static boolean loud(byte[] payload, int from, int to) {
        return peak(payload, from, to) > 3000;
    }

    /** The largest sample of a mu-law payload. */
    static int peak(byte[] payload, int from, int to) {
        int peak = 0;
        for (int i = from; i < to; i++) {
            peak = Math.max(peak, Math.abs(G711.decode(payload[i])));
        }
        return peak;
    }
}
