package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tandem.base.Clock;

/** A loop that was held tells by how many ticks. */
class LateTicksTest {
    private static final long MS = 1_000_000;

    @Test
    void countsTheTicksThatAHeldLoopBeginsLate() throws Exception {
        try (DeskFixture desk = new DeskFixture();
                TestPhone ann = new TestPhone(0x0A0A0A0A)) {
            desk.answer(desk.open(new DeskFixture.Facts()), ann.describe(TestPhone.PCMU));
            long before = desk.desk.counters().lateTicks();
            desk.desk.loops().forEach(loop -> loop.post(LateTicksTest::hold));
            for (int i = 0; i < 100 && desk.desk.counters().lateTicks() - before < 5; i++) {
                LockSupport.parkNanos(20 * MS);
            }
            long late = desk.desk.counters().lateTicks() - before;
            assertTrue(late >= 5, "late " + late);
        }
    }

    /** All of 200 ms: to be parked once may end at once, by a permit that was left. */
    private static void hold() {
        long untilNs = Clock.system().nowNs() + 200 * MS;
        for (long left = 200 * MS; left > 0; left = untilNs - Clock.system().nowNs()) {
            LockSupport.parkNanos(left);
        }
    }

    @Test
    void hasNoneWhereNothingWasDriven() {
        try (DeskFixture desk = new DeskFixture()) {
            assertEquals(0, desk.desk.counters().lateTicks());
        }
    }
}
