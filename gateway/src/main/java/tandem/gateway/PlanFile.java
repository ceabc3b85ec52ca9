package tandem.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tandem.base.Clock;
import tandem.dialplans.Plan;
import tandem.dialplans.PlanReader;
import tandem.dialplans.Problem;
import tandem.dialplans.Reading;
import tandem.gateway.config.Config;
import tandem.gateway.config.ConfigException;
import tandem.gateway.config.ConfigFault;
import tandem.gateway.config.Loaded;

/** The dial plan the configuration names. */
public final class PlanFile {
    private static final String EMBEDDED = "default";

    private PlanFile() {}

    /** Reads it; each fault names its file and line. */
    public static Plan read(Loaded loaded, Clock clock) throws ConfigException {
        String file = path(loaded).isEmpty()
                ? "the embedded dial plan"
                : loaded.config().dialplan();
        return switch (new PlanReader(clock, ZoneId.systemDefault()).read(text(loaded), file)) {
            case Reading.Good good -> withTrunks(good.plan(), loaded);
            case Reading.Bad bad -> throw faults(bad.problems());
        };
    }

    /** A plan whose trunks there are. */
    private static Plan withTrunks(Plan plan, Loaded loaded) throws ConfigException {
        List<Problem> unknown = plan.unknownTrunks(
                loaded.config().trunks().stream().map(Config.Trunk::name).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw faults(unknown);
        }
        return plan;
    }

    /** Problems of a plan as faults of the configuration. */
    public static ConfigException faults(List<Problem> problems) {
        return new ConfigException(problems.stream()
                .map(problem -> new ConfigFault(problem.file() + ":" + problem.line(), "", problem.what()))
                .toList());
    }

    /** Its file; empty where it is the embedded one. */
    static Optional<Path> path(Loaded loaded) {
        String name = loaded.config().dialplan();
        return name.equals(EMBEDDED) ? Optional.empty() : Optional.of(loaded.resolve(Path.of(name)));
    }

    /** Its text as it is now. */
    static String text(Loaded loaded) throws ConfigException {
        Optional<Path> path = path(loaded);
        try {
            return path.isEmpty() ? PlanReader.embedded() : Files.readString(path.get(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new ConfigException(List.of(loaded.origins()
                    .fault(
                            "dialplan",
                            "there is no readable file " + path.orElseThrow() + "; 'default' is the embedded plan")));
        }
    }
}
