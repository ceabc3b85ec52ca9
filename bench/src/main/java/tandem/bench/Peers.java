package tandem.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Other people's gateways on this machine, for figures taken in the same run. */
final class Peers {
    private static final List<String> KNOWN = List.of("asterisk", "freeswitch", "rtpengine", "kamailio", "janus");

    private Peers() {}

    /** Says which of them are installed; measures against an installed one are its own configuration's business. */
    static void sayWhatIsThere() {
        for (String peer : KNOWN) {
            System.out.println(
                    "# peer " + peer + (installed(peer) ? ": installed" : ": not installed, no figures beside ours"));
        }
    }

    private static boolean installed(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
