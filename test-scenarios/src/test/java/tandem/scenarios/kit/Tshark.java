package tandem.scenarios.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** tshark, reading a capture. */
public final class Tshark {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Tshark() {}

    /** A line for each packet of the file that the filter lets through, with those fields between tabs. */
    public static List<String> read(Path file, String filter, String... fields) {
        List<String> options = new ArrayList<>(List.of("-o", "rtp.heuristic_rtp:TRUE"));
        options.addAll(List.of("-Y", filter, "-T", "fields"));
        for (String field : fields) {
            options.addAll(List.of("-e", field));
        }
        return print(file, options);
    }

    /** What it prints of the file with those options, by line. */
    public static List<String> print(Path file, List<String> options) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        command.addAll(options);
        try (Program run = new Program(Program.bounded(LIMIT, command), Places.root(), Map.of())) {
            if (!run.exit(LIMIT).equals(OptionalInt.of(0))) {
                throw new AssertionError(String.join("\n", run.printed()));
            }
            return run.printed().stream()
                    .filter(line -> !line.startsWith("Running as user"))
                    .toList();
        }
    }
}
