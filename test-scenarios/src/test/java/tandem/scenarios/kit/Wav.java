package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One channel of 16-bit sound.
 *
 * @param rate samples a second
 * @param samples the sound
 */
@SuppressWarnings("ArrayRecordComponent") // a long recording, never compared
public record Wav(int rate, short[] samples) {
    private static final int RIFF_HEADER = 12;
    private static final int HEADER = 44;

    /** A sine of that peak level, 0 dB being full scale. */
    public static Wav tone(int rate, double hz, double dbfs, double seconds) {
        short[] samples = new short[(int) (rate * seconds)];
        double peak = Short.MAX_VALUE * Math.pow(10, dbfs / 20);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return new Wav(rate, samples);
    }

    /** How long it lasts, in milliseconds. */
    public long ms() {
        return samples.length * 1000L / rate;
    }

    /** The part between two moments, in milliseconds; what lies beyond the end is left out. */
    public Wav between(long fromMs, long toMs) {
        int from = Math.clamp(fromMs * rate / 1000, 0, samples.length);
        int to = (int) Math.max(from, Math.min(samples.length, toMs * rate / 1000));
        return new Wav(rate, java.util.Arrays.copyOfRange(samples, from, to));
    }

    /** Its last part, that many milliseconds long. */
    public Wav last(long ms) {
        return between(ms() - ms, ms());
    }

    /** Looks for that frequency in it. */
    public ToneMeter meter(double hz) {
        return new ToneMeter(this, hz);
    }

    /** Writes it as a RIFF file of one channel. */
    public void write(Path file) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + 2 * samples.length).put(ascii("WAVEfmt "));
        out.putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        out.put(ascii("data")).putInt(2 * samples.length);
        for (short sample : samples) {
            out.putShort(sample);
        }
        try {
            Files.write(file, out.array());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads 16-bit PCM; several channels are averaged. A file still being written is read as far as it goes. */
    public static Wav read(Path file) {
        ByteBuffer in;
        try {
            in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        int rate = 0;
        int channels = 1;
        if (in.limit() < HEADER || in.get(0) == 0) {
            return new Wav(8000, new short[0]); // just begun: its header is written later
        }
        in.position(RIFF_HEADER);
        while (in.remaining() >= 8) {
            int id = in.getInt();
            int size = in.getInt();
            int start = in.position();
            if (id == 0x20746D66) { // "fmt "
                channels = in.getShort(start + 2);
                rate = in.getInt(start + 4);
            } else if (id == 0x61746164) { // "data"; a recorder still at work leaves 0 for the size
                return new Wav(rate, mono(in, size <= 0 ? in.remaining() : Math.min(size, in.remaining()), channels));
            }
            in.position(Math.min(in.limit(), start + size + (size & 1)));
        }
        throw new IllegalArgumentException("no sound in " + file);
    }

    private static short[] mono(ByteBuffer in, int bytes, int channels) {
        short[] samples = new short[bytes / 2 / channels];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += in.getShort();
            }
            samples[i] = (short) (sum / channels);
        }
        return samples;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
