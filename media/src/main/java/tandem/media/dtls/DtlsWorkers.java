package tandem.media.dtls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;

/** The few platform threads handshakes run on. What does not fit into the queue is refused: its peer will try again. */
public final class DtlsWorkers implements AutoCloseable {
    /** How long a handshake may take, in milliseconds. */
    static final int LIMIT_MS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(DtlsWorkers.class);
    private static final int WAITING = 512;
    private static final long SECOND_NS = 1_000_000_000L;

    private final ThreadPoolExecutor threads;
    private final AtomicInteger strangers = new AtomicInteger();
    private final int mostStrangers;
    private final Clock clock = Clock.system();
    private final AtomicLong sayAgainNs = new AtomicLong(clock.nowNs());

    /** That many threads. */
    public DtlsWorkers(int threads) {
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("dtls-", 0).daemon().factory());
        this.threads.allowCoreThreadTimeOut(true);
        this.mostStrangers = Math.max(1, threads / 2);
    }

    /** Runs the task when a thread is free; false when too many wait already. */
    public boolean run(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /**
     * The same for who came from an address nobody described: half the threads at most are for such, so that hellos of strangers,
     * each of which may take a thread for {@value #LIMIT_MS} ms, leave the others to the peers of calls.
     */
    public boolean runForStranger(Runnable task) {
        if (strangers.incrementAndGet() > mostStrangers) {
            strangers.decrementAndGet();
            return false;
        }
        boolean taken = run(() -> {
            try {
                task.run();
            } finally {
                strangers.decrementAndGet();
            }
        });
        if (!taken) {
            strangers.decrementAndGet();
        }
        return taken;
    }

    /** A handshake ended by an exception that is no failure of TLS, said at most once a second: anybody can send records. */
    void broke(Throwable why) {
        long now = clock.nowNs();
        long then = sayAgainNs.get();
        if (now - then >= 0 && sayAgainNs.compareAndSet(then, now + SECOND_NS)) {
            log.warn("a DTLS handshake broke", why);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
