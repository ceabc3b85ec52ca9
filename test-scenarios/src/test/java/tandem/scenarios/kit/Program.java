package tandem.scenarios.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of ours: what it prints is kept by line, and it ends with its owner at the latest. */
public final class Program implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration BURIAL = Duration.ofSeconds(20);

    private final Process process;
    private final ConcurrentLinkedQueue<String> printed = new ConcurrentLinkedQueue<>();
    private final Thread reader;

    /** Starts it in that folder; environment variables are added to ours. */
    public Program(List<String> command, Path folder, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException absent) {
            throw new UncheckedIOException("cannot start " + command, absent);
        }
        reader = Thread.ofVirtual().start(() -> read(process.getInputStream()));
    }

    /** The command, bounded: ended by the system after that time, whatever becomes of this process. */
    public static List<String> bounded(Duration limit, List<String> command) {
        List<String> all = new ArrayList<>(List.of("timeout", "-k", "10", Long.toString(limit.toSeconds())));
        all.addAll(command);
        return all;
    }

    private void read(InputStream in) {
        try (BufferedReader lines =
                new BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
            }
        } catch (IOException ended) {
            printed.add("(" + ended.getMessage() + ")");
        }
    }

    /** What it printed so far, by line. */
    public List<String> printed() {
        return List.copyOf(printed);
    }

    /** Whether a line matching the expression was printed so far. */
    public boolean said(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return printed.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    /** Writes a line to its standard input. */
    public void type(String line) {
        try {
            Writer writer = process.outputWriter(StandardCharsets.US_ASCII);
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException("it no longer reads: " + line, gone);
        }
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end; empty when it still ran at the limit. */
    public OptionalInt exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return OptionalInt.empty();
            }
            reader.join(FAREWELL);
            return OptionalInt.of(process.exitValue());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /**
     * SIGKILL, to whatever it started first: {@link #bounded} starts the command as a child. They are gone when this returns, or were given
     * {@link #BURIAL}: what dies with much memory or many threads takes seconds, and holds its ports and files till then.
     */
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        Patience.until(BURIAL, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        process.destroy();
        if (exit(FAREWELL).isEmpty()) {
            kill();
            exit(FAREWELL);
        }
    }
}
