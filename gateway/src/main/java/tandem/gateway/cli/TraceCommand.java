package tandem.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code trace}: a call's signalling ladder. */
@Command(name = "trace", description = "Prints a call's signalling ladder.")
final class TraceCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "ID", description = "the call's id, as 'calls' lists it")
    private String id = "";

    @Option(names = "--json", description = "prints the API's answer as it is")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode steps = api.get("/v1/calls/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/ladder");
        if (json) {
            out.println(steps.toPrettyString());
            return Exit.OK;
        }
        for (JsonNode step : steps) {
            boolean sent = step.path("direction").asText().equals("sent");
            int omitted = step.path("omitted").asInt(0);
            if (omitted > 0) {
                out.println("... " + omitted + " more messages of the next one's dialog");
            }
            String peer = step.path(sent ? "to" : "from").asText();
            out.println(step.path("at").asText() + (sent ? "  ->  " : "  <-  ") + peer + "  "
                    + Output.plain(step.path("message").asText()));
        }
        return Exit.OK;
    }
}
