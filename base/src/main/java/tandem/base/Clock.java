package tandem.base;

/** Where time comes from: the loop's own reading in the program, a hand in the tests. */
public interface Clock {
    /** Monotonic time in nanoseconds; only differences mean anything. */
    long nowNs();

    /** Wall-clock time in milliseconds since 1970, for records, NTP stamps and certificates. */
    long epochMs();

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
