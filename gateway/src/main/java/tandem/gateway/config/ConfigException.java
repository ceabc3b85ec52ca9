package tandem.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used: everything found wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ConfigFault> faults;
    private final transient List<Path> files;

    /** With at least one fault. */
    public ConfigException(List<ConfigFault> faults) {
        this(faults, List.of());
    }

    /** The same of a configuration that names those files by {@code ${file:PATH}}: what mends it may be one of them. */
    public ConfigException(List<ConfigFault> faults, List<Path> files) {
        super(faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
        this.files = List.copyOf(files);
    }

    /** What is wrong, in the file's order. */
    public List<ConfigFault> faults() {
        return faults;
    }

    /** The files its values were to come from, as far as is known. */
    public List<Path> files() {
        return files;
    }
}
