package tandem.media.dtls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few platform threads handshakes run on. What does not fit into the queue is refused: its peer will try again. */
public final class DtlsWorkers implements AutoCloseable {
    /** How long a handshake may take, in milliseconds. */
    static final int LIMIT_MS = 5_000;

    private static final int WAITING = 512;

    private final ThreadPoolExecutor threads;

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

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
