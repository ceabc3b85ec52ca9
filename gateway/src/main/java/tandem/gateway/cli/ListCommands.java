package tandem.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tandem.gateway.Exit;

/** {@code rooms}, {@code calls}, {@code trunks} and {@code devices}: what is going on in a running gateway. */
abstract sealed class ListCommands implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Option(names = "--json", description = "prints the API's answer as it is")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final String path;
    private final String none;
    private final String[] members;

    ListCommands(String path, String none, String... members) {
        this.path = path;
        this.none = none;
        this.members = members;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode list = api.get(path);
        if (json) {
            out.println(list.toPrettyString());
        } else {
            Output.table(out, list, none, members);
        }
        return Exit.OK;
    }

    /** {@code rooms}. */
    @Command(name = "rooms", description = "Lists the rooms that are open.")
    static final class Rooms extends ListCommands {
        Rooms() {
            super("/v1/rooms", "no room is open", "name", "title", "participants", "waiting", "locked", "opened");
        }
    }

    /** {@code calls}. */
    @Command(name = "calls", description = "Lists live calls and the last hundred that ended.")
    static final class Calls extends ListCommands {
        Calls() {
            super(
                    "/v1/calls?limit=100",
                    "no calls yet",
                    "id",
                    "state",
                    "caller",
                    "dialled",
                    "room",
                    "legs",
                    "began",
                    "words");
        }
    }

    /** {@code trunks}. */
    @Command(name = "trunks", description = "Lists the trunks.")
    static final class Trunks extends ListCommands {
        Trunks() {
            super("/v1/trunks", "no trunk is configured", "name", "mode", "host", "state", "since", "calls", "failure");
        }
    }

    /** {@code devices}. */
    @Command(name = "devices", description = "Lists the devices, and where they are registered.")
    static final class Devices extends ListCommands {
        Devices() {
            super("/v1/devices", "no device is configured", "user", "name", "state", "address", "expires", "failure");
        }
    }
}
