package tandem.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/** Whom we believe: {@code system}, {@code any}, or the certificates of a PEM file. */
public record TlsTrust(boolean any, Optional<Path> file) {
    /** Reads one. */
    static TlsTrust of(String text) {
        return switch (text) {
            case "system" -> new TlsTrust(false, Optional.empty());
            case "any" -> new TlsTrust(true, Optional.empty());
            default -> new TlsTrust(false, Optional.of(Path.of(text)));
        };
    }

    @Override
    public String toString() {
        return any ? "any" : file.map(Path::toString).orElse("system");
    }
}
