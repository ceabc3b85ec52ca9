package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

class CpuWatchTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<Boolean> told = new ArrayList<>();
    private long usedNs;
    private final CpuWatch watch = new CpuWatch(loop, () -> usedNs, () -> 2, told::add);

    /** So many seconds in which that share of two processors was used. */
    private void pass(int seconds, double share) {
        for (int i = 0; i < seconds; i++) {
            usedNs += (long) (share * 2 * 1e9);
            loop.advanceMs(1_000);
        }
    }

    private void begin(OptionalInt percent) {
        watch.limit(percent);
        watch.begin();
    }

    @Test
    void fiveFullSecondsAreTooMuchAndATenthLessIsEnoughAgain() {
        begin(OptionalInt.of(90));
        pass(20, 0.85);
        assertEquals(List.of(), told);
        assertEquals(0.85, watch.share(), 0.001);
        pass(5, 1.0);
        assertEquals(List.of(true), told);
        pass(20, 0.85);
        assertEquals(List.of(true), told, "it would begin anew at once");
        pass(5, 0.7);
        assertEquals(List.of(true, false), told);
    }

    @Test
    void aSecondOrTwoOfTheCompilerAreNothing() {
        begin(OptionalInt.of(90));
        for (int i = 0; i < 10; i++) {
            pass(2, 1.0);
            pass(3, 0.3);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void whereItIsOffNothingIsTooMuchAndWhatWasSaidIsTakenBack() {
        begin(OptionalInt.empty());
        pass(10, 1.0);
        assertEquals(List.of(), told);
        watch.limit(OptionalInt.of(50));
        pass(1, 1.0);
        assertEquals(List.of(true), told);
        watch.limit(OptionalInt.empty());
        pass(1, 1.0);
        assertEquals(List.of(true, false), told);
    }
}
