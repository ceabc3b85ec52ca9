package tandem.gateway.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.Map;

/** Whatever the file holds, reading it ends with a configuration or with faults. */
class ConfigFuzz {
    @FuzzTest(maxDuration = "3s")
    void anyFileIsReadOrRefused(FuzzedDataProvider data) {
        try {
            ConfigReader.read(data.consumeRemainingAsString(), "fuzz.yaml", Path.of("/nonexistent"), Map.of());
        } catch (ConfigException refused) {
            if (refused.faults().isEmpty()) {
                throw new AssertionError("refused without saying why", refused);
            }
        }
    }
}
