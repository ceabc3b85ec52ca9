package tandem.sip.transaction;

/**
 * The timer values of RFC 3261 table 4, in nanoseconds, from T1.
 *
 * @param t1 round-trip estimate
 * @param t2 longest interval between retransmissions of a non-INVITE request and of a response to INVITE
 * @param t4 how long a message may stay in the network
 * @param trying how long an INVITE may wait for its first response before 100 is sent (17.2.1)
 */
public record Times(long t1, long t2, long t4, long trying) {
    private static final long MS = 1_000_000;

    /** The defaults of the RFC with that T1 in milliseconds. */
    public static Times ofT1(int t1Ms) {
        return new Times(t1Ms * MS, Math.max(t1Ms, 4_000) * MS, Math.max(t1Ms, 5_000) * MS, 200 * MS);
    }

    /** 64*T1: timers B, F, H, J, L and M. */
    public long all() {
        return 64 * t1;
    }

    /** Timer D: how long a refused INVITE over an unreliable transport answers further copies of the response. */
    public long d() {
        return Math.max(all(), 32_000 * MS);
    }
}
