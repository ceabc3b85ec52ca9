package tandem.gateway.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used: everything found wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ConfigFault> faults;

    /** With at least one fault. */
    public ConfigException(List<ConfigFault> faults) {
        super(faults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, in the file's order. */
    public List<ConfigFault> faults() {
        return faults;
    }
}
