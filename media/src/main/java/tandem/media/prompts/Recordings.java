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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tandem.media.Prompt;

/**
 * All recordings of all languages, read once and shared; any thread may ask. English and music are there from the start, the other
 * languages a moment later: nobody waits for them.
 */
public final class Recordings {
    /** The rate of all recordings, in Hz. */
    public static final int RATE = 16_000;

    private static final String FOLDER = "/prompts/";
    private static final String FALLBACK = "en";
    private static final String HOLD_MUSIC = "music/hold";
    private static final String WAITING_MUSIC = "music/waiting";
    private static final long LARGEST_MUSIC = 20L << 20;

    private static final String MUSIC = "music";

    private final Map<String, short[]> byName = new ConcurrentHashMap<>();

    private Recordings() {}

    /**
     * Reads those that come with the program, most of them behind the back of whoever asks.
     *
     * @throws UncheckedIOException when one cannot be read or is not 16 kHz, 16 bits, mono: the program is broken
     */
    public static Recordings load() {
        Recordings recordings = new Recordings();
        List<String> names = index();
        recordings.take(names.stream().filter(Recordings::first).toList());
        recordings.byName.put(HOLD_MUSIC, recordings.byName.getOrDefault(WAITING_MUSIC, new short[0]));
        List<String> others = names.stream().filter(name -> !first(name)).toList();
        Thread.ofVirtual().name("recordings").start(() -> recordings.take(others));
        return recordings;
    }

    /**
     * The same, waiting for all of them.
     *
     * @throws UncheckedIOException as {@link #load}
     */
    static Recordings loadAll() {
        Recordings recordings = new Recordings();
        recordings.take(index());
        return recordings;
    }

    /** The languages there are prompts in, such as {@code en}. */
    public static SortedSet<String> languages() {
        return index().stream()
                .filter(name -> !name.startsWith(MUSIC + "/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean first(String name) {
        return name.startsWith(FALLBACK + "/") || name.startsWith(MUSIC + "/");
    }

    private static List<String> index() {
        try (BufferedReader index =
                new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
            return index.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(List<String> names) {
        try {
            for (String name : names) {
                byName.put(name, read(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These, with that file as music for who is on hold instead of the music of those who wait.
     *
     * @throws UncheckedIOException when it cannot be read, saying why
     */
    public Recordings withHoldMusic(Path file) {
        try {
            byName.put(HOLD_MUSIC, music(file));
            return this;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Why that file cannot be hold music; empty where it can. */
    public static Optional<String> flawOfMusic(Path file) {
        try {
            music(file);
            return Optional.empty();
        } catch (IOException flaw) {
            return Optional.of(String.valueOf(flaw.getMessage()));
        }
    }

    private static short[] music(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("there is no readable file " + file);
        }
        if (Files.size(file) > LARGEST_MUSIC) {
            throw new IOException(file + " is longer than ten minutes");
        }
        return read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
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
            return read(name + ".wav", in.readAllBytes());
        }
    }

    private static short[] read(String name, byte[] octets) throws IOException {
        try {
            ByteBuffer wav = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
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
            throw new IOException(name + " is torn", e);
        }
        throw new IOException(name + " holds no samples");
    }

    private static void check(String name, ByteBuffer format) throws IOException {
        boolean right = format.getShort(0) == 1
                && format.getShort(2) == 1
                && format.getInt(4) == RATE
                && format.getShort(14) == 16;
        if (!right) {
            throw new IOException(name + " is not PCM of 16 kHz, 16 bits, mono");
        }
    }
}
