package tandem.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/** What a party hears that is on hold: {@code default}, {@code off}, or the sound of a WAV file. */
public record HoldMusic(boolean off, Optional<Path> file) {
    /** Reads one. */
    static HoldMusic of(String text) {
        return switch (text) {
            case "default" -> new HoldMusic(false, Optional.empty());
            case "off" -> new HoldMusic(true, Optional.empty());
            default -> new HoldMusic(false, Optional.of(Path.of(text)));
        };
    }

    @Override
    public String toString() {
        return off ? "off" : file.map(Path::toString).orElse("default");
    }
}
