package tandem.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code call}: dials out of a room. */
@Command(name = "call", description = "Dials somebody out of a room; who answers is in it.")
final class CallCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "FROM-ROOM", description = "the room")
    private String room = "";

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description =
                    "an address, such as sip:101@pbx.example.org, or the number of a device; with --trunk any number")
    private String to = "";

    @Option(names = "--dtmf", paramLabel = "DIGITS", description = "sent after the answer; w waits half a second")
    private String dtmf = "";

    @Option(names = "--trunk", paramLabel = "NAME", description = "over which trunk; any: all of them, by priority")
    private Optional<String> trunk = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        JsonNode dialled = api.post("/v1/rooms/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "/calls", body());
        spec.commandLine().getOut().println(dialled.path("id").asText());
        return Exit.OK;
    }

    private Map<String, String> body() {
        Map<String, String> body = new HashMap<>(Map.of("to", to, "dtmf", dtmf));
        trunk.ifPresent(name -> body.put("trunk", name));
        return body;
    }
}
