package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tandem.base.Clock;
import tandem.gateway.PlanFile;
import tandem.gateway.config.ConfigReader;
import tandem.gateway.config.Loaded;
import tandem.scenarios.kit.HowtoPage;
import tandem.scenarios.kit.Places;

/** What the pages of docs/howto tell people to write into tandem.yaml and into dial plans passes {@code ./tandem check}. */
class HowtoPagesTest {
    /** Pages that tell how to stand beside a PBX. */
    private static final List<String> PBXS = List.of("asterisk", "freeswitch", "3cx", "cucm", "avaya");

    private static final Pattern SECRET = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private static final String PLAN_BESIDE = "dialplan: plan.yaml\n";
    private static final int PIN = 5_000;

    @TempDir
    private Path folder;

    static List<String> names() {
        return HowtoPage.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void passTheCheck(String name) throws Exception {
        List<String> blocks = HowtoPage.named(name).yaml();
        String config = PLAN_BESIDE;
        for (String block : blocks) {
            if (isPlan(block)) {
                check(config, block);
            } else if (block.contains(PLAN_BESIDE)) {
                config = block; // it stands before its plan
            } else {
                check(block, "rules: []\n");
            }
        }
        assertTrue(!blocks.isEmpty() || !PBXS.contains(name), name + " shows what to write here");
    }

    private static boolean isPlan(String block) {
        return block.lines().anyMatch(line -> line.startsWith("rules:"));
    }

    private void check(String config, String plan) throws Exception {
        Path file = folder.resolve("tandem.yaml");
        Files.writeString(
                file, withSecrets(config).replace("dialplans/", Places.root().resolve("dialplans") + "/"));
        Files.writeString(folder.resolve("plan.yaml"), plan);
        Loaded loaded = ConfigReader.read(Optional.of(file), Map.of());
        assertEquals(List.of(), PlanFile.read(loaded, Clock.system()).check());
    }

    /** Secrets of the pages lie in the environment and in files that are not here: each is a PIN of its own instead. */
    private static String withSecrets(String config) {
        return SECRET.matcher(config)
                .replaceAll(
                        secret -> "\"" + (PIN + Math.floorMod(secret.group(2).hashCode(), PIN)) + "\"");
    }
}
