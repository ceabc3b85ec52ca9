package tandem.gateway.cli;

import java.io.PrintWriter;
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
        scope = ScopeType.INHERIT,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            RouteCommand.class,
            ListCommands.Rooms.class,
            ListCommands.Calls.class,
            ListCommands.Trunks.class,
            ListCommands.Devices.class,
            CallCommand.class,
            HangupCommand.class,
            TraceCommand.class,
            DrainCommand.class,
            TrainCommand.class
        })
public final class Commands {
    private Commands() {}

    /** Runs one command line; its exit code. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Commands());
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
