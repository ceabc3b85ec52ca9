package tandem.gateway.cli;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ScopeType;
import tandem.gateway.Exit;
import tandem.gateway.Version;
import tandem.gateway.config.ConfigException;

/** All commands, and what their failures print and exit with. */
@Command(
        name = "tandem",
        description = "SIP/H.323 interoperability gateway and B2BUA.",
        version = "tandem " + Version.TEXT,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
public final class Commands {
    /** In the order in which the help tells them. */
    private static final Map<String, Supplier<Object>> ALL = all();

    private Commands() {}

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", RunCommand::new);
        all.put("check", CheckCommand::new);
        all.put("route", RouteCommand::new);
        all.put("rooms", ListCommands.Rooms::new);
        all.put("calls", ListCommands.Calls::new);
        all.put("trunks", ListCommands.Trunks::new);
        all.put("devices", ListCommands.Devices::new);
        all.put("call", CallCommand::new);
        all.put("hangup", HangupCommand::new);
        all.put("trace", TraceCommand::new);
        all.put("drain", DrainCommand::new);
        all.put("train", TrainCommand::new);
        return Collections.unmodifiableMap(all);
    }

    /** Runs one command line; its exit code. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Commands());
        Optional<String> named = Stream.of(arguments).findFirst().filter(ALL::containsKey);
        ALL.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) { // to look at all of them takes a tenth of a start
                line.addSubcommand(command.get());
            }
        });
        line.setExecutionExceptionHandler(failures());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(arguments);
    }

    private static IExecutionExceptionHandler failures() {
        return (failure, line, parsed) -> {
            PrintWriter err = line.getErr();
            if (failure instanceof ConfigException wrong) {
                wrong.faults().forEach(err::println);
                return Exit.WRONG;
            }
            err.println("tandem: " + failure.getMessage());
            return Exit.FAILED;
        };
    }
}
