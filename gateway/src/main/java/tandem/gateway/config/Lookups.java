package tandem.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.interpol.InterpolatorSpecification;
import org.jspecify.annotations.Nullable;

/** What may stand in a value: {@code ${env:NAME}} and {@code ${file:PATH}}, and nothing else. */
final class Lookups {
    private static final long FILE_LIMIT = 64 * 1024;

    private final Map<String, String> environment;
    private final Path folder;
    private final Set<Path> files = new LinkedHashSet<>();

    Lookups(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** An interpolator with our two lookups; the library's own (DNS, scripts, URLs ...) stay out. */
    ConfigurationInterpolator interpolator() {
        return ConfigurationInterpolator.fromSpecification(new InterpolatorSpecification.Builder()
                .withPrefixLookup("env", this::env)
                .withPrefixLookup("file", this::file)
                .create());
    }

    private Object env(@Nullable String name) { // the library's interface: it may pass null
        String value = name == null ? null : environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment has no " + name);
        }
        return value;
    }

    /** The files that were looked into so far, those that cannot be read too. */
    List<Path> files() {
        return List.copyOf(files);
    }

    private Object file(@Nullable String name) { // the library's interface: it may pass null
        Path path = folder.resolve(name == null ? "" : name);
        files.add(path);
        try {
            if (Files.size(path) > FILE_LIMIT) {
                throw new IllegalArgumentException(path + " is larger than " + FILE_LIMIT + " octets");
            }
            return Files.readString(path, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the file " + path + " cannot be read", unreadable);
        }
    }
}
