package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    @Test
    void areWrittenWithThreeDecimalsAlways() {
        assertEquals("2026-11-27T00:00:00.000Z", Moments.text(Instant.parse("2026-11-27T00:00:00Z")));
        assertEquals("2024-02-29T23:59:59.009Z", Moments.text(Instant.parse("2024-02-29T23:59:59.009999999Z")));
        assertEquals("1970-01-01T00:00:00.120Z", Moments.text(120));
    }

    @Test
    void areReadBack() {
        Instant moment = Instant.parse("2026-01-02T03:04:05.678Z");
        assertEquals(moment, Moments.read(Moments.text(moment)));
    }
}
