package tandem.scenarios.kit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;

/**
 * Runs a scene whose sound is measured to the millisecond. Phones and browsers play and record in real time, so a machine that
 * stands still for longer than a packet while they do, or has no processor left for one of them, makes gaps that no gateway can
 * mend: a scene that failed then is told again, and the file told-again.txt beside the stories' folders says so. One that failed
 * on a machine with time to spare has failed, and so has one that fails at every telling.
 */
public final class Undisturbed {
    private static final Logger log = LoggerFactory.getLogger(Undisturbed.class);
    private static final int TELLINGS = 3;
    private static final long STEP_NS = 1_000_000;
    private static final long STANDSTILL_MS = 25;

    private final AtomicLong standstillMs = new AtomicLong();
    private final Processors processors = new Processors();

    private Undisturbed() {}

    /** A scene; it lets time pass by {@link #listen} while sound is recorded that it will look at. */
    @FunctionalInterface
    public interface Scene {
        /** Plays it. */
        void play(Undisturbed ears);
    }

    /** Tells the scene, three times at most, until it holds or fails undisturbed. */
    public static void tell(Scene scene) {
        for (int telling = 1; ; telling++) {
            Undisturbed ears = new Undisturbed();
            try {
                scene.play(ears);
                return;
            } catch (AssertionError failed) {
                if (telling == TELLINGS || !ears.disturbed()) {
                    throw failed;
                }
                String words = "the machine stood still for " + ears.standstillMs + " ms and was full for "
                        + ears.processors.fullMs() + " ms: " + failed.getMessage();
                log.warn("told again: {}", words);
                Places.note("told-again.txt", words);
            }
        }
    }

    private boolean disturbed() {
        return standstillMs.get() >= STANDSTILL_MS || processors.fullMs() > 0;
    }

    /** Lets that time pass, watching whether the machine runs and has time to spare. */
    public void listen(Duration time) {
        long before = Clock.system().nowNs();
        long endNs = before + time.toNanos();
        while (before - endNs < 0) {
            LockSupport.parkNanos(STEP_NS);
            long now = Clock.system().nowNs();
            standstillMs.accumulateAndGet((now - before - STEP_NS) / 1_000_000, Math::max);
            before = now;
            processors.look(now);
        }
    }
}
