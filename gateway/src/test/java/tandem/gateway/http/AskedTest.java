package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tandem.base.Clock;
import tandem.base.Loop;
import tandem.base.Timer;

class AskedTest {
    /** A loop that stands still until it is turned. */
    private static final class StillLoop implements Loop {
        private final Queue<Runnable> posted = new ArrayDeque<>();
        private boolean turns;

        @Override
        public void post(Runnable task) {
            if (turns) {
                task.run();
            } else {
                posted.add(task);
            }
        }

        @Override
        public boolean inside() {
            return turns;
        }

        @Override
        public void afterTurn(Runnable task) {
            throw new IllegalStateException("nothing is ordered here");
        }

        @Override
        public Timer after(long delayNs, Runnable task) {
            throw new IllegalStateException("nothing is timed here");
        }

        @Override
        public Clock clock() {
            return Clock.system();
        }
    }

    @Test
    void whatWasGivenUpIsNotDoneLater() {
        StillLoop loop = new StillLoop();
        AtomicBoolean done = new AtomicBoolean();
        Problem busy = assertThrows(Problem.class, () -> new Asked(loop, 20).done(() -> done.set(true)));
        assertEquals(503, busy.status());
        loop.posted.remove().run();
        assertFalse(done.get());
    }

    @Test
    void anErrorIsTheAskersAndNotTheLoops() {
        StillLoop loop = new StillLoop();
        loop.turns = true;
        Asked asked = new Asked(loop, 1_000);
        assertThrows(
                IllegalStateException.class,
                () -> asked.done(() -> {
                    throw new AssertionError("a bug");
                }));
    }
}
