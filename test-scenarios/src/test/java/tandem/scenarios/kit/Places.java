package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie. */
public final class Places {
    private Places() {}

    /** The repository's root: the nearest folder upwards that holds test-scenarios/sipp. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("test-scenarios/sipp"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("not inside the repository");
        }
        return folder;
    }

    /** A fresh folder below the module's target, kept after the test for whoever looks into a failure. */
    public static Path fresh(String name) {
        try {
            Path parent = root().resolve("test-scenarios/target/stories");
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The files of that folder whose names end so, oldest name first. */
    public static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a text file. */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Adds a line to that file beside the fresh folders. */
    public static void note(String file, String line) {
        try {
            Path notes = root().resolve("test-scenarios/target/stories").resolve(file);
            Files.writeString(notes, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads a text file; empty when there is none. */
    public static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
