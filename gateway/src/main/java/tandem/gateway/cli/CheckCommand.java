package tandem.gateway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tandem.base.Clock;
import tandem.dialplans.Plan;
import tandem.dialplans.Problem;
import tandem.gateway.Exit;
import tandem.gateway.PlanFile;
import tandem.gateway.config.Loaded;

/** {@code check}: validates the configuration and the dial plan, and runs the plan's cases. */
@Command(name = "check", description = "Validates the configuration and the dial plan, and runs the plan's cases.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Loaded loaded = config.read();
        loaded.notes().forEach(out::println);
        Plan plan = PlanFile.read(loaded, Clock.system());
        List<Problem> failed = plan.check();
        if (!failed.isEmpty()) {
            throw PlanFile.faults(failed);
        }
        out.println("the configuration is right; the dial plan has " + plan.rules() + " rules, and its " + plan.cases()
                + " cases come out as expected");
        return Exit.OK;
    }
}
