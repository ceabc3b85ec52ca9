package tandem.base;

/** One pending call of {@link Loop#after}; cancelling it twice, or after it fired, does nothing. */
public interface Timer {
    /** Forgets the task. To be called on the loop that made the timer. */
    void cancel();
}
