package tandem.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GatherTest {
    private static final long MS = 1_000_000;
    private static final long PAUSE = 1_200_000;

    private final long[] now = new long[1];
    private final Gather gather = new Gather(clock(), PAUSE, 2_000);

    private Clock clock() {
        return new Clock() {
            @Override
            public long nowNs() {
                return now[0];
            }

            @Override
            public long epochMs() {
                return now[0] / MS;
            }
        };
    }

    private long pauseAfter(int packets) {
        for (int i = 0; i < packets; i++) {
            gather.work();
        }
        now[0] += 20 * MS;
        return gather.pause(now[0]);
    }

    @Test
    void pausesOnlyWhileBusy() {
        assertEquals(0, pauseAfter(39));
        assertEquals(PAUSE, pauseAfter(40));
        assertEquals(0, pauseAfter(0));
    }

    @Test
    void takesAnotherPace() {
        gather.pace(4 * MS, 250);
        assertEquals(4 * MS, pauseAfter(5));
        assertEquals(0, pauseAfter(4));
        gather.pace(PAUSE, 2_000);
        assertEquals(0, pauseAfter(5));
    }

    @Test
    void neverPausesWhereItIsNotTo() {
        gather.pace(0, 0);
        assertEquals(0, pauseAfter(1_000));
    }

    @Test
    void isAwakeAtTheTick() {
        gather.pace(4 * MS, 250);
        gather.until(23 * MS);
        assertEquals(3 * MS, pauseAfter(5));
    }
}
