package tandem.scenarios.kit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tandem.base.Clock;

/** Waiting for another process, bounded: looks again every 20 ms. */
public final class Patience {
    private static final long LOOK_AGAIN_MS = 20;

    private Patience() {}

    /** Whether the fact became true before the limit. */
    public static boolean until(Duration limit, BooleanSupplier fact) {
        long endNs = Clock.system().nowNs() + limit.toNanos();
        while (!fact.getAsBoolean()) {
            if (Clock.system().nowNs() - endNs >= 0) {
                return false;
            }
            pass(Duration.ofMillis(LOOK_AGAIN_MS));
        }
        return true;
    }

    /** Waits for the fact; fails with the sentence when it did not come true before the limit. */
    public static void require(String sentence, Duration limit, BooleanSupplier fact) {
        require(() -> sentence, limit, fact);
    }

    /** The same with a sentence that is made when it is needed: it may tell what was logged meanwhile. */
    public static void require(Supplier<String> sentence, Duration limit, BooleanSupplier fact) {
        if (!until(limit, fact)) {
            throw new AssertionError("not within " + limit + ": " + sentence.get());
        }
    }

    /** Lets time pass while others talk. */
    public static void pass(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("a latch nobody holds opened");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stopped);
        }
    }
}
