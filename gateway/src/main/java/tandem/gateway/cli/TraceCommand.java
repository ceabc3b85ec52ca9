package tandem.gateway.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code trace}: a call's signalling ladder, with what was decided and why. */
@Command(name = "trace", description = "Prints a call's signalling ladder, with what was decided and why.")
final class TraceCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "ID", description = "the call's id, as 'calls' lists it")
    private String id = "";

    @Option(names = "--messages", description = "writes out each message, without its secrets")
    private boolean messages;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "captures the call from now on, and what is known of it, to that file; waits for its end")
    private Optional<Path> pcap = Optional.empty();

    @Option(names = "--media", description = "captures RTP and RTCP too, as they are sent")
    private boolean media;

    @Option(names = "--seconds", defaultValue = "60", description = "captures for so long at most, 60 by default")
    private int seconds;

    @Option(names = "--json", description = "prints the API's answer as it is")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String call = "/v1/calls/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        if (pcap.isPresent()) {
            api.post(call + "/capture", Map.of("media", media, "seconds", seconds));
            api.download(call + "/capture", pcap.get());
            out.println("captured to " + pcap.get());
            return Exit.OK;
        }
        if (media) {
            throw new ParameterException(spec.commandLine(), "--media is for --pcap FILE");
        }
        String path = call + "/ladder" + (messages ? "?messages=full" : "");
        if (json) {
            out.println(api.get(path).toPrettyString());
        } else {
            out.print(api.text(path));
            out.flush();
        }
        return Exit.OK;
    }
}
