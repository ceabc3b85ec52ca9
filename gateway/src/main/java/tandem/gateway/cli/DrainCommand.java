package tandem.gateway.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code drain}: lets the calls end, then stops the gateway. */
@Command(
        name = "drain",
        description = "Refuses new calls, waits for the ones up to end, and until the gateway has stopped.")
final class DrainCommand implements Callable<Integer> {
    private static final long LOOK_MS = 500;

    @Mixin
    private final ApiClient api = new ApiClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        int up = api.post("/v1/drain", Map.of()).path("calls").asInt();
        spec.commandLine().getOut().println("draining, " + up + (up == 1 ? " call is up" : " calls are up"));
        spec.commandLine().getOut().flush();
        while (api.answers()) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, LOOK_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
        spec.commandLine().getOut().println("the gateway has stopped");
        return Exit.OK;
    }
}
