package tandem.media.prompts;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tandem.media.Prompt;

/** All recordings of all languages, read once and shared; after that it never changes, so any thread may ask. */
public final class Recordings {
    /** The rate of all recordings, in Hz. */
    public static final int RATE = 16_000;

    private static final String FOLDER = "/prompts/";
    private static final String FALLBACK = "en";

    private final Map<String, short[]> byName;

    private Recordings(Map<String, short[]> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Reads those that come with the program.
     *
     * @throws UncheckedIOException when one cannot be read or is not 16 kHz, 16 bits, mono: the program is broken
     */
    public static Recordings load() {
        Map<String, short[]> all = new HashMap<>();
        try (BufferedReader index =
                new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
            for (String name = index.readLine(); name != null; name = index.readLine()) {
                all.put(name, read(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Recordings(all);
    }

    /** The samples of a recording, not to be changed; of the language {@code en} where its own lacks it. */
    public Optional<short[]> samples(Prompt.Recording recording) {
        short[] own = byName.get(recording.language() + "/" + recording.name());
        return Optional.ofNullable(own != null ? own : byName.get(FALLBACK + "/" + recording.name()));
    }

    private static InputStream open(String path) throws IOException {
        InputStream in = Recordings.class.getResourceAsStream(FOLDER + path);
        if (in == null) {
            throw new IOException("no " + FOLDER + path + " in the program");
        }
        return in;
    }

    /** A RIFF file: chunks of which {@code fmt} must say PCM, mono, 16 kHz, 16 bits, and {@code data} is it. */
    private static short[] read(String name) throws IOException {
        try (DataInputStream in = new DataInputStream(open(name + ".wav"))) {
            ByteBuffer wav = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            wav.position(12);
            while (wav.remaining() >= 8) {
                int id = wav.getInt();
                int length = wav.getInt();
                ByteBuffer chunk = wav.slice(wav.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                if (id == 0x20746d66) { // "fmt "
                    check(name, chunk);
                } else if (id == 0x61746164) { // "data"
                    short[] samples = new short[length / 2];
                    chunk.asShortBuffer().get(samples);
                    return samples;
                }
                wav.position(wav.position() + length + (length & 1));
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException(name + ".wav is torn", e);
        }
        throw new IOException(name + ".wav holds no samples");
    }

    private static void check(String name, ByteBuffer format) throws IOException {
        boolean right = format.getShort(0) == 1
                && format.getShort(2) == 1
                && format.getInt(4) == RATE
                && format.getShort(14) == 16;
        if (!right) {
            throw new IOException(name + ".wav is not PCM of 16 kHz, 16 bits, mono");
        }
    }
}
