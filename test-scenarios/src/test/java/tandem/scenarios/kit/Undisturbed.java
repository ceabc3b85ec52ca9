package tandem.scenarios.kit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a scene whose sound is measured to the millisecond. Phones play and record in real time, so a machine that stands still
 * for longer than a packet makes gaps that no gateway can mend: a scene that failed while the machine did so is told again. One
 * that failed on a machine at work has failed.
 */
public final class Undisturbed {
    private static final Logger log = LoggerFactory.getLogger(Undisturbed.class);
    private static final int TELLINGS = 4;
    private static final long STEP_NS = 1_000_000;
    private static final long STANDSTILL_MS = 25;

    private Undisturbed() {}

    /** Tells the scene, up to four times, until it holds or fails undisturbed. */
    public static void tell(Runnable scene) {
        for (int telling = 1; ; telling++) {
            AtomicLong standstillMs = new AtomicLong();
            AtomicBoolean over = new AtomicBoolean();
            Thread watch = Thread.ofPlatform().daemon().name("standstills").start(() -> watch(standstillMs, over));
            try {
                scene.run();
                return;
            } catch (AssertionError failed) {
                if (telling == TELLINGS || standstillMs.get() < STANDSTILL_MS) {
                    throw failed;
                }
                log.warn("the machine stood still for {} ms: {}; told again", standstillMs, failed.getMessage());
            } finally {
                over.set(true);
                LockSupport.unpark(watch);
            }
        }
    }

    private static void watch(AtomicLong standstillMs, AtomicBoolean over) {
        long before = System.nanoTime();
        while (!over.get()) {
            LockSupport.parkNanos(STEP_NS);
            long now = System.nanoTime();
            standstillMs.accumulateAndGet((now - before - STEP_NS) / 1_000_000, Math::max);
            before = now;
        }
    }
}
