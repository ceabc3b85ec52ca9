package tandem.gateway.records;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the database on a thread and a connection of its own, so that a question never keeps records from being written. One question
 * at a time, a bounded number wait; each has a limit. The thread ends where nobody asks.
 */
public final class Reader implements AutoCloseable {
    private static final int MOST_WAITING = 16;
    private static final long LIMIT_S = 10;
    private static final long IDLE_S = 30;

    private final Storage storage;
    private final ThreadPoolExecutor thread;
    private @Nullable Session session; // of that thread

    Reader(Storage storage) {
        this.storage = storage;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().name("records-query").daemon().factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** The database does not answer; why, in words. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String why) {
            super(why);
        }
    }

    /** A question. */
    interface Question<T> {
        /** Its answer, by a connection that is used for nothing else meanwhile. */
        T ask(Session session) throws SQLException;
    }

    /** The answer; waits for it. Not on a loop. */
    <T> T ask(Question<T> question) throws Unreadable {
        try {
            Future<T> answer = thread.submit(() -> answer(question));
            try {
                return answer.get(LIMIT_S, TimeUnit.SECONDS);
            } catch (TimeoutException slow) {
                answer.cancel(false);
                throw new Unreadable("the database did not answer within " + LIMIT_S + " s");
            }
        } catch (ExecutionException failed) {
            throw new Unreadable("the database cannot be read: "
                    + String.valueOf(
                            failed.getCause() == null
                                    ? failed
                                    : failed.getCause().getMessage()));
        } catch (RejectedExecutionException full) {
            throw new Unreadable("too many questions wait for the database");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Unreadable("the gateway is going down");
        }
    }

    private <T> T answer(Question<T> question) throws SQLException {
        Session used = session;
        if (used != null) {
            try {
                return asked(used, question);
            } catch (SQLException stale) {
                close(used); // the server was away meanwhile: once more
            }
        }
        Session fresh = new Session(storage.open());
        session = fresh;
        return asked(fresh, question);
    }

    private <T> T asked(Session open, Question<T> question) throws SQLException {
        try {
            return question.ask(open);
        } finally {
            open.connection().rollback(); // what comes next sees what was written since
        }
    }

    private void close(Session open) {
        session = null;
        try {
            open.close();
        } catch (SQLException gone) {
            session = null;
        }
    }

    /** Ends the thread and closes its connection. */
    @Override
    public void close() {
        try {
            thread.submit(() -> {
                Session open = session;
                if (open != null) {
                    close(open);
                }
            });
        } catch (RejectedExecutionException full) {
            session = null;
        }
        thread.shutdown();
    }
}
