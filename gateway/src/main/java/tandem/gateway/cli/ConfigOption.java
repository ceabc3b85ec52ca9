package tandem.gateway.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.ConfigReader;
import tandem.gateway.config.Loaded;

/** {@code --config FILE}, for every command that needs the configuration. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:TANDEM_CONFIG}",
            description = "the configuration; without it the embedded default holds")
    @Nullable
    private Path file; // picocli's way to say that an option was not given

    /** The file, if one was given. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The configuration, read and checked. */
    Loaded read() throws ConfigException {
        return ConfigReader.read(Optional.ofNullable(file), System.getenv());
    }
}
