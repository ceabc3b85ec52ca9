package tandem.base;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop for tests: its time is turned by hand, posted tasks run when asked, timers fire in the order of their deadlines. */
public final class HandTurnedLoop implements Loop, Clock {
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final PriorityQueue<Pending> timers =
            new PriorityQueue<>(Comparator.comparingLong(Pending::deadlineNs).thenComparingLong(Pending::order));
    private long nowNs = 1_000_000_000_000L;
    private long order;

    @Override
    public void post(Runnable task) {
        posted.add(task);
    }

    @Override
    public void afterTurn(Runnable task) {
        posted.add(task);
    }

    @Override
    public Timer after(long delayNs, Runnable task) {
        Pending pending = new Pending(nowNs + delayNs, order++, task);
        timers.add(pending);
        return () -> timers.remove(pending);
    }

    /** Runs what was posted, and what that posts. */
    public void runPosted() {
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            task.run();
        }
    }

    /** Lets {@code ms} milliseconds pass: timers fire at their own moments, posted tasks run between them. */
    public void advanceMs(long ms) {
        advanceNs(ms * 1_000_000);
    }

    /** Lets {@code ns} nanoseconds pass. */
    public void advanceNs(long ns) {
        long end = nowNs + ns;
        runPosted();
        for (Pending next = timers.peek(); next != null && next.deadlineNs <= end; next = timers.peek()) {
            timers.remove(next);
            nowNs = Math.max(nowNs, next.deadlineNs);
            next.task.run();
            runPosted();
        }
        nowNs = end;
    }

    /** How many timers are pending. */
    public int timers() {
        return timers.size();
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public boolean inside() {
        return true;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public long epochMs() {
        return 1_767_225_600_000L + nowNs / 1_000_000;
    }

    private record Pending(long deadlineNs, long order, Runnable task) {}
}
