package tandem.base;

/**
 * One thread and everything it owns. An object belongs to one loop and is touched only there; from any other thread the one
 * verb is {@link #post}.
 */
public interface Loop {
    /** Runs the task on this loop, after what is already waiting there. Callable from any thread; never blocks. */
    void post(Runnable task);

    /**
     * Runs the task on this loop once {@code delayNs} nanoseconds have passed, never earlier. Callable on the loop only.
     * Precise to about 10 ms late: made for protocol timers, not for the media tick.
     */
    Timer after(long delayNs, Runnable task);

    /**
     * Runs the task when this turn of the loop is over: after what is being handled and what is waiting already, before the loop
     * rests. Callable on the loop only.
     */
    void afterTurn(Runnable task);

    /** This loop's time. */
    Clock clock();

    /** Whether the calling thread is this loop's. */
    boolean inside();
}
