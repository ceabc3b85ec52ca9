package tandem.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A process as /proc shows it.
 *
 * @param pid its id
 */
record Proc(long pid) {
    private static final double TICK_MS = 10;

    /** Processor time it has used so far, user and system, in ms. */
    double cpuMs() {
        return cpuMs(read(Path.of("stat")));
    }

    private static double cpuMs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS;
    }

    /** Resident memory in KB. */
    double residentKb() {
        return read(Path.of("status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Processor time so far of each thread that compiles for a JVM, in ms, by thread. */
    Map<String, Double> compilers() {
        Map<String, Double> all = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                addCompiler(thread, all);
            }
        } catch (IOException gone) {
            throw new MeasureFailed("the process is gone: " + gone.getMessage());
        }
        return all;
    }

    private static void addCompiler(Path thread, Map<String, Double> all) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            if (stat.contains("(C1 Comp") || stat.contains("(C2 Comp")) {
                all.put(thread.getFileName().toString(), cpuMs(stat));
            }
        } catch (NoSuchFileException | UncheckedIOException ended) {
            all.remove(thread.getFileName().toString()); // it ended while we looked
        }
    }

    private String read(Path file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid)).resolve(file));
        } catch (IOException gone) {
            throw new MeasureFailed("the process is gone: " + gone.getMessage());
        }
    }

    /** What it uses while so many seconds pass. */
    Cpu during(double seconds) {
        Mark mark = mark();
        Waiting.pass((long) (seconds * 1000));
        return mark.used();
    }

    /** What it has used up to now. */
    Mark mark() {
        return new Mark(this, cpuMs(), compilers());
    }

    /**
     * A moment to count from.
     *
     * @param proc the process
     * @param ms used before
     * @param compilers used before, by thread
     */
    record Mark(Proc proc, double ms, Map<String, Double> compilers) {
        /** What was used since. */
        Cpu used() {
            double used = proc.cpuMs() - ms;
            double compiling = 0;
            for (Map.Entry<String, Double> thread : proc.compilers().entrySet()) {
                compiling += thread.getValue() - compilers.getOrDefault(thread.getKey(), 0.0);
            }
            return new Cpu(used, compiling);
        }
    }
}
