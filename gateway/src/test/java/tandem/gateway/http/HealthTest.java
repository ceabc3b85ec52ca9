package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    @ParameterizedTest
    @CsvSource({"up,200", "draining,200", "busy,503", "failing,503"})
    void whoeverAsksByStatusAloneIsToldTheTruth(String status, int code) {
        assertEquals(code, new Api.Health(status, List.of(), 0).code());
    }
}
