package tandem.gateway.records;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Clock;
import tandem.base.RateGate;

/**
 * The one thread that writes to the database: takes jobs from a bounded queue, and does those of 200 ms in one transaction. Who hands in a
 * job never waits; where the database is away it is tried again with growing pauses, and what no longer fits into the queue is dropped
 * and counted.
 */
public final class Records implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Records.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 2_000;
    private static final long TRANSACTION_NS = 200_000_000L;
    private static final long FIRST_PAUSE_NS = 250_000_000L;
    private static final long LONGEST_PAUSE_NS = 30_000_000_000L;
    private static final long LOG_LINE_NS = 1_000_000_000L;
    private static final long IDLE_NS = 1_000_000_000L;
    private static final int SUSPICIOUS = 3;

    /** Too few resources, an operator's order, a conflict, read-only, a lock (PostgreSQL, appendix A). */
    private static final List<String> PASSING_CLASSES = List.of("53", "57", "40", "25006", "55P03");

    /** BUSY, LOCKED, READONLY, IOERR, FULL. */
    private static final Set<Integer> PASSING_OF_SQLITE = Set.of(5, 6, 8, 10, 13);

    private static final long CLOSE_LIMIT_MS = 700;

    private final Storage storage;
    private final Clock clock;
    private final Upkeep upkeep;
    private final RecordsCounters counters = new RecordsCounters();
    private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final RateGate failureLines = new RateGate(LOG_LINE_NS);
    private final RateGate dropLines = new RateGate(LOG_LINE_NS);
    private Map<Object, Job> batch = new LinkedHashMap<>();
    private @Nullable Session session; // none while the database is away
    private long committedNs;
    private long pauseNs;
    private long droppedTold;
    private int lost; // connections since the last transaction that went well
    private volatile boolean away;
    private volatile boolean closing;

    /** What is done with the database besides jobs. */
    interface Upkeep {
        /** Before the first job: the tables are there. */
        void begin(Session session) throws SQLException;

        /** After each transaction, and every second where there is none; short. Whether there is something to commit. */
        boolean turn(Session session) throws SQLException;
    }

    /** Records that go there; {@link #start} begins. */
    Records(Storage storage, Clock clock, Upkeep upkeep) {
        this.storage = storage;
        this.clock = clock;
        this.upkeep = upkeep;
        this.committedNs = clock.nowNs() - TRANSACTION_NS;
    }

    /** Opens the database and brings its tables up to date; fails in words where that cannot be. */
    public CompletableFuture<Void> start() {
        Thread.ofPlatform().name("records").daemon().start(this::run);
        return started;
    }

    /** Hands in a job; false where it is dropped. From any thread, at once. */
    boolean add(Job job) {
        boolean taken = !closing && queue.offer(job);
        if (!taken) {
            counters.full.incrementAndGet();
        }
        return taken;
    }

    /** Whether the database is away: what is handed in waits for it. From any thread. */
    boolean away() {
        return away;
    }

    /** What was counted. From any thread. */
    public RecordsCounters counters() {
        return counters;
    }

    // The thread.

    private void run() {
        try {
            Session opened = open();
            upkeep.begin(opened);
            opened.connection().commit();
            started.complete(null);
            while (!closing || !queue.isEmpty()) {
                turn();
            }
        } catch (SQLException unusable) {
            started.completeExceptionally(
                    new IllegalStateException("cannot open " + storage + ": " + words(unusable), unusable));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            started.completeExceptionally(bug);
            log.error("no more records are written", bug);
        } finally {
            away = true; // what comes now, after a bug, is told at once that it is not stored
            closing = true;
            done(List.copyOf(queue), /* stored= */ false);
            disconnect();
            ended.complete(null);
        }
    }

    private static String words(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("it failed");
    }

    private void turn() throws InterruptedException {
        tellDropped();
        if (pauseNs > 0 && !reconnected()) {
            return;
        }
        gather();
        if (!batch.isEmpty()) {
            commit();
        }
        keepUp();
    }

    /** Waits for the first job, and for others until 200 ms after the last transaction. */
    private void gather() throws InterruptedException {
        if (batch.size() >= MOST_AT_ONCE) { // kept from a transaction that failed
            return;
        }
        long waitNs = batch.isEmpty() ? IDLE_NS : 0;
        Job first = queue.poll(waitNs, TimeUnit.NANOSECONDS);
        if (first == null) {
            return;
        }
        take(first);
        long untilNs = committedNs + TRANSACTION_NS;
        while (batch.size() < MOST_AT_ONCE) {
            long left = closing ? 0 : Math.max(0, untilNs - clock.nowNs());
            Job next = queue.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            take(next);
        }
    }

    /** A later job about the same takes the place of an earlier one. */
    private void take(Job job) {
        batch.put(job.about(), job);
    }

    private void commit() {
        Collection<Job> jobs = batch.values();
        try {
            if (lost >= SUSPICIOUS) {
                eachAlone();
                return;
            }
            Session open = connected();
            for (Job job : jobs) {
                job.write(open);
            }
            open.connection().commit();
            done(jobs, /* stored= */ true);
            batch = new LinkedHashMap<>();
            lost = 0;
        } catch (SQLException | RuntimeException failed) {
            onFailure(failed);
        }
        committedNs = clock.nowNs();
    }

    private void done(Collection<Job> jobs, boolean stored) {
        if (stored) {
            counters.written.addAndGet(jobs.size());
        }
        jobs.forEach(job -> job.onDone(stored));
    }

    /** Where the database is there all the same, one of the jobs is at fault: each is tried by itself. Else they wait for it to come back. */
    private void onFailure(Exception failed) {
        counters.failures.incrementAndGet();
        if (failureLines.pass(clock.nowNs())) {
            log.warn("the database {} does not take records: {}", storage, words(failed));
        }
        if (passing(failed)) {
            goAway();
        } else if (alive()) {
            eachAlone();
        } else {
            lost++;
            goAway();
        }
    }

    /** The database is held by another, full, read-only or going down for now: no job's fault, and all wait (SQLSTATE, or SQLite's codes). */
    private static boolean passing(Exception failed) {
        if (!(failed instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return PASSING_CLASSES.stream().anyMatch(state::startsWith)
                || (state.isEmpty() && PASSING_OF_SQLITE.contains(sql.getErrorCode() & 0xFF));
    }

    private void goAway() {
        disconnect();
        away = true;
        pauseNs = FIRST_PAUSE_NS;
        done(batch.values(), /* stored= */ false);
        done(queue, /* stored= */ false); // nobody is to wait until it is back
    }

    /** Each job in a transaction of its own; what is left when the connection goes waits for the next. */
    private void eachAlone() {
        for (Object about : List.copyOf(batch.keySet())) {
            Job job = batch.get(about);
            if (job == null || session == null) {
                return;
            }
            batch.remove(about);
            alone(job);
        }
        lost = 0;
    }

    private boolean alive() {
        Session open = session;
        try {
            if (open == null) {
                return false;
            }
            open.connection().rollback();
            return open.connection().isValid(2);
        } catch (SQLException gone) {
            return false;
        }
    }

    private void alone(Job job) {
        try {
            Session open = connected();
            job.write(open);
            open.connection().commit();
            done(List.of(job), /* stored= */ true);
        } catch (SQLException | RuntimeException failed) {
            if (passing(failed)) {
                batch.put(job.about(), job);
                goAway();
                return;
            }
            counters.unwritable.incrementAndGet();
            job.onDone(false);
            if (!alive()) { // which rolls back
                goAway();
            }
        }
    }

    private Session open() throws SQLException {
        Session opened = new Session(storage.open());
        session = opened;
        Schema.migrate(opened.connection(), storage.migrationLock());
        return opened;
    }

    private Session connected() throws SQLException {
        Session open = session;
        if (open == null) {
            throw new SQLException("not connected");
        }
        return open;
    }

    /** Waits a pause and tries to connect; whether the database is back. What comes meanwhile waits in the queue. */
    private boolean reconnected() {
        long untilNs = clock.nowNs() + pauseNs;
        for (long left = pauseNs; left > 0 && !closing; left = untilNs - clock.nowNs()) {
            LockSupport.parkNanos(Math.min(left, FIRST_PAUSE_NS));
            tellDropped();
        }
        return connect();
    }

    private boolean connect() {
        try {
            open();
            pauseNs = 0;
            away = false;
            log.info("the database {} is back", storage);
            return true;
        } catch (SQLException away) {
            disconnect();
            pauseNs = Math.min(LONGEST_PAUSE_NS, pauseNs * 2);
            if (closing) {
                queue.clear();
            }
            return false;
        }
    }

    private void disconnect() {
        Session open = session;
        session = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException gone) {
            log.debug("closing the database: {}", words(gone));
        }
    }

    private void keepUp() {
        if (session == null || closing) {
            return;
        }
        try {
            Session open = connected();
            if (upkeep.turn(open)) {
                open.connection().commit();
            }
        } catch (SQLException failed) {
            onFailure(failed);
        }
    }

    private void tellDropped() {
        long dropped = counters.full();
        if (dropped > droppedTold && dropLines.pass(clock.nowNs())) {
            log.warn("{} records were dropped: {} wait for the database already", dropped - droppedTold, MOST_WAITING);
            droppedTold = dropped;
        }
    }

    /** Writes what is waiting, within a moment, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        queue.offer(nothing -> {}); // so that it looks up
        ended.completeOnTimeout(null, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS).join();
    }
}
