package tandem.gateway.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that was read and checked.
 *
 * @param config its values
 * @param origins where each came from
 * @param folder what relative paths are relative to
 * @param notes what is to be logged at start: keys without effect yet, environment variables that are no keys
 * @param files those that {@code ${file:PATH}} put into values
 */
public record Loaded(Config config, Origins origins, Path folder, List<String> notes, List<Path> files) {
    public Loaded {
        notes = List.copyOf(notes);
        files = List.copyOf(files);
    }

    /** A path of the configuration, from the folder it is relative to. */
    public Path resolve(Path path) {
        return folder.resolve(path).normalize();
    }
}
