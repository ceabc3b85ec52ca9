package tandem.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedTest {
    @Test
    void tablesAreBoundedWhoeverWritesIntoThem() {
        Bounded<Integer, Integer> table = new Bounded<>(10);
        for (int i = 0; i < 100; i++) {
            table.take(i, () -> 1);
            table.take(0, () -> 1);
        }
        assertEquals(10, table.size());
        assertTrue(table.find(0).isPresent());
    }

    @Test
    void whatIsLookedForStaysAndWhatIsTakenOutGoes() {
        Bounded<Integer, Integer> table = new Bounded<>(3);
        for (int i = 0; i < 3; i++) {
            table.put(i, i);
        }
        assertEquals(Optional.of(0), table.find(0));
        table.put(3, 3);
        assertEquals(Optional.empty(), table.find(1), "that was not used for longest");
        table.remove(2);
        table.removeIf(key -> key == 0);
        assertEquals(Optional.empty(), table.find(0));
        assertEquals(1, table.size());
    }
}
