package tandem.gateway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tandem.base.Clock;
import tandem.gateway.Exit;
import tandem.gateway.Gateway;
import tandem.gateway.Log;
import tandem.gateway.PlanFile;
import tandem.gateway.config.Loaded;

/** {@code run}: the gateway in the foreground. */
@Command(
        name = "run",
        description =
                "Runs the gateway in the foreground; prints a line beginning with 'ready' when all listeners are up.")
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Loaded loaded = config.read();
        loaded.notes().forEach(log::warn);
        Gateway gateway = Gateway.start(loaded);
        config.file().ifPresent(file -> gateway.follow(file, config::read));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> goodbye(gateway), "goodbye"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("the admin token is in " + gateway.tokenFile());
        out.println(gateway.ready());
        out.flush();
        PlanFile.read(loaded, Clock.system())
                .check()
                .forEach(wrong ->
                        log.warn("{}:{}: a case of the dial plan fails: {}", wrong.file(), wrong.line(), wrong.what()));
        gateway.awaitDrained();
        gateway.close();
        return Exit.OK;
    }

    /** A signal ends the program by way of here; ended in order, it exits with 0 and not with the signal's number. */
    private static void goodbye(Gateway gateway) {
        try {
            gateway.close();
        } finally {
            Log.close();
            Runtime.getRuntime().halt(Exit.OK);
        }
    }
}
