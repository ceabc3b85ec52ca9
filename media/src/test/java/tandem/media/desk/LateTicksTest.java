package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A loop that was held tells by how many ticks. */
class LateTicksTest {
    private static final long MS = 1_000_000;

    @Test
    void countsTheTicksThatAHeldLoopBeginsLate() throws Exception {
        try (DeskFixture desk = new DeskFixture();
                TestPhone ann = new TestPhone(0x0A0A0A0A)) {
            desk.answer(desk.open(new DeskFixture.Facts()), ann.describe(TestPhone.PCMU));
            long before = desk.desk.counters().lateTicks();
            desk.desk.loops().forEach(loop -> loop.post(() -> LockSupport.parkNanos(200 * MS)));
            for (int i = 0; i < 100 && desk.desk.counters().lateTicks() - before < 5; i++) {
                LockSupport.parkNanos(20 * MS);
            }
            long late = desk.desk.counters().lateTicks() - before;
            assertTrue(late >= 5, "late " + late);
        }
    }

    @Test
    void hasNoneWhereNothingWasDriven() {
        try (DeskFixture desk = new DeskFixture()) {
            assertEquals(0, desk.desk.counters().lateTicks());
        }
    }
}
