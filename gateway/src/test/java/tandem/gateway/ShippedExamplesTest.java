package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.base.Clock;
import tandem.dialplans.Plan;
import tandem.gateway.config.ConfigReader;
import tandem.gateway.config.Loaded;

/** The configurations and dial plans that are shipped are right, and keep no secret. */
class ShippedExamplesTest {
    private static final Map<String, String> SECRETS =
            Map.of("OFFICE_PASSWORD", "x", "PROVIDER_PASSWORD", "y", "SECOND_PASSWORD", "z");

    @ParameterizedTest
    @ValueSource(strings = {"office-pbx", "provider"})
    void areRight(String name) throws Exception {
        Path file = Path.of("../docs/examples/" + name + ".yaml");
        Loaded loaded = ConfigReader.read(Optional.of(file), SECRETS);
        Plan plan = PlanFile.read(loaded, Clock.system());
        assertEquals(List.of(), plan.check());
        assertTrue(plan.cases() > 8);
        assertFalse(loaded.config().trunks().isEmpty());
        String text = Files.readString(file);
        text.lines()
                .filter(line -> line.strip().startsWith("password:"))
                .forEach(line -> assertTrue(line.contains("${env:") || line.contains("${file:"), line));
    }
}
