package tandem.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MS = 1_000_000;

    private final TimerWheel wheel = new TimerWheel(10 * MS, 0);
    private final List<String> fired = new ArrayList<>();

    @Test
    void neverFiresEarlyAndAtMostOneSlotLate() {
        wheel.at(25 * MS, () -> fired.add("25"));
        wheel.turn(24 * MS);
        assertEquals(List.of(), fired);
        wheel.turn(30 * MS);
        assertEquals(List.of("25"), fired);
        assertEquals(0, wheel.pending());
    }

    @Test
    void keepsATimerThatIsWholeTurnsAway() {
        wheel.at(100_000 * MS, () -> fired.add("later"));
        wheel.at((100_000 % 40_960) * MS, () -> fired.add("same slot, this turn"));
        wheel.turn(60_000 * MS);
        assertEquals(List.of("same slot, this turn"), fired);
        wheel.turn(100_000 * MS);
        assertEquals(List.of("same slot, this turn", "later"), fired);
    }

    @Test
    void letsATaskCancelTheOneBehindItAndStartAnother() {
        Timer[] second = new Timer[1];
        wheel.at(20 * MS, () -> {
            second[0].cancel();
            second[0].cancel();
            wheel.at(20 * MS, () -> fired.add("third"));
        });
        second[0] = wheel.at(20 * MS, () -> fired.add("second"));
        wheel.turn(20 * MS);
        assertEquals(List.of(), fired);
        wheel.turn(30 * MS);
        assertEquals(List.of("third"), fired);
        assertEquals(0, wheel.pending());
    }

    @Test
    void catchesUpAfterALongIdleTimeWithoutTurningEachSlot() {
        wheel.turn(Long.MAX_VALUE / 2);
        wheel.at(Long.MAX_VALUE / 2 + 5 * MS, () -> fired.add("after the gap"));
        wheel.turn(Long.MAX_VALUE / 2 + 20 * MS);
        assertEquals(List.of("after the gap"), fired);
    }

    @Test
    void saysWhenToTurnItNext() {
        assertEquals(1000 * MS, wheel.nextTurnNs(1000 * MS)); // nothing to do
        Timer timer = wheel.at(255 * MS, () -> {});
        wheel.at(700 * MS, () -> {});
        assertEquals(260 * MS, wheel.nextTurnNs(1000 * MS));
        timer.cancel();
        assertEquals(700 * MS, wheel.nextTurnNs(1000 * MS));
        wheel.turn(700 * MS);
        assertEquals(1700 * MS, wheel.nextTurnNs(1000 * MS));
    }
}
