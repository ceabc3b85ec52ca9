package tandem.sip.bfcp;

/**
 * The timers of RFC 8855 8.3, in nanoseconds.
 *
 * @param t1 until a request is sent again for the first time; doubled each time, and after the fourth sending given up
 * @param t2 how long a response is kept for copies of its request, and an unfinished message for its fragments
 */
public record BfcpTimes(long t1, long t2) {
    /** What 8.3.3 says: T1 is 500 ms, T2 is 10 s. */
    public static final BfcpTimes RFC = new BfcpTimes(500_000_000L, 10_000_000_000L);
}
