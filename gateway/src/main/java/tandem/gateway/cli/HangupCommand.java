package tandem.gateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code hangup}: ends a call. */
@Command(name = "hangup", description = "Ends a call.")
final class HangupCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ID", description = "the call's id, as 'calls' lists it")
    private String id = "";

    @Override
    public Integer call() throws Exception {
        api.delete("/v1/calls/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
        spec.commandLine().getOut().println("ended " + id);
        return Exit.OK;
    }
}
