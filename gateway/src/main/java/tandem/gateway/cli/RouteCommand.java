package tandem.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tandem.base.Clock;
import tandem.call.Arrival;
import tandem.call.Protocol;
import tandem.dialplans.Explanation;
import tandem.gateway.Exit;
import tandem.gateway.PlanFile;
import tandem.gateway.config.Loaded;
import tandem.gateway.config.Networks;
import tandem.media.MediaDescription;

/** {@code route}: which rule matches, and where the call would go. */
@Command(name = "route", description = "Says which rule of the dial plan matches, and where the call would go.")
final class RouteCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--to", required = true, paramLabel = "NUMBER", description = "what is dialled")
    private String to = "";

    @Option(names = "--from", paramLabel = "URI", description = "who calls")
    private String from = "sip:guest@localhost";

    @Option(names = "--source", paramLabel = "ADDRESS", description = "from which address")
    private String source = "127.0.0.1";

    @Option(names = "--protocol", paramLabel = "PROTOCOL", description = "sip, h323 or webrtc")
    private Protocol protocol = Protocol.SIP;

    @ArgGroup
    @Nullable
    private Who who; // picocli's way to say that no option of the group was given

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Which kind of caller. */
    static final class Who {
        @Option(names = "--trunk", paramLabel = "NAME", description = "the trunk it comes by")
        @Nullable
        private String trunk; // picocli's way to say that an option was not given

        @Option(names = "--device", paramLabel = "USER", description = "the device that calls")
        @Nullable
        private String device; // picocli's way to say that an option was not given

        @Option(names = "--guest", description = "a guest, which is what is assumed anyway")
        private boolean guest;

        Optional<String> trunk() {
            return Optional.ofNullable(guest ? null : trunk);
        }

        Optional<String> device() {
            return Optional.ofNullable(guest ? null : device);
        }
    }

    @Override
    public Integer call() throws Exception {
        Loaded loaded = config.read();
        Arrival arrival = arrival();
        Explanation found = PlanFile.read(loaded, Clock.system()).explain(arrival);
        PrintWriter out = spec.commandLine().getOut();
        List<String> guests = loaded.config().access().guests();
        boolean refused = arrival.guest() && !Networks.guests(guests).admits(arrival.source());
        if (json) {
            out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(members(found, refused)));
        } else {
            if (refused) {
                out.println("refused before the dial plan: access.guests " + guests + " does not admit a guest from "
                        + source + "; otherwise it would be");
            }
            found.passed()
                    .forEach(passed -> out.println(
                            "line " + passed.line() + ", " + passed.rule() + ": passed over, " + passed.why()));
            out.println(found.rule().map(rule -> rule + ": ").orElse("no rule matches: ") + found.text());
        }
        return Exit.OK;
    }

    private Arrival arrival() {
        InetAddress address = address();
        Optional<Who> kind = Optional.ofNullable(who);
        return new Arrival(
                "route",
                protocol,
                from,
                "",
                to,
                "localhost",
                address,
                kind.flatMap(Who::trunk),
                kind.flatMap(Who::device),
                MediaDescription.EMPTY,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private InetAddress address() {
        try {
            return Networks.address(source);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--source: " + wrong.getMessage(), wrong);
        }
    }

    private static Map<String, Object> members(Explanation found, boolean refused) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("admitted", !refused);
        found.rule().ifPresent(rule -> members.put("rule", rule));
        members.put("go", found.words());
        List<Map<String, Object>> passed = new ArrayList<>();
        found.passed().forEach(p -> passed.add(Map.of("rule", p.rule(), "line", p.line(), "why", p.why())));
        members.put("passed", passed);
        return members;
    }
}
