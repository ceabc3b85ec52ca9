package tandem.gateway.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.gateway.records.CallFilter.Cursor;

class CallFilterTest {
    @Test
    void aCursorIsReadBackAndNothingElseIs() {
        Cursor cursor = Cursor.of(Sample.ended("t-1", 0));
        assertEquals(Optional.of(cursor), Cursor.read(cursor.text()));
        for (String other : List.of("", "?", "AAAA", "x".repeat(300), "MjAyNi0xMS0yN3xh")) {
            assertTrue(Cursor.read(other).isEmpty(), other);
        }
    }

    @Test
    void callsOfOneMomentAreToldApartByTheirIds() {
        Cursor a = Cursor.of(Sample.ended("a", 0));
        Cursor b = Cursor.of(Sample.ended("b", 0));
        assertTrue(a.compareTo(b) < 0);
        assertTrue(b.compareTo(Cursor.of(Sample.ended("a", 1))) < 0);
    }
}
