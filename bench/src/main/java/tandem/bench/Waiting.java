package tandem.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tandem.base.Clock;

/** Letting time pass outside any loop: the generators' threads are their own. */
final class Waiting {
    private Waiting() {}

    /** Returns when that many milliseconds have passed. */
    static void pass(long ms) {
        until(Clock.system().nowNs() + ms * 1_000_000);
    }

    /** Returns at that moment, about 60 us late at most on an idle machine. */
    static void until(long ns) {
        for (long left = ns - Clock.system().nowNs();
                left > 0;
                left = ns - Clock.system().nowNs()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Whether the fact came true within that many milliseconds. */
    static boolean until(long ms, BooleanSupplier fact) {
        long end = Clock.system().nowNs() + ms * 1_000_000;
        while (!fact.getAsBoolean()) {
            if (Clock.system().nowNs() - end > 0) {
                return false;
            }
            pass(10);
        }
        return true;
    }
}
