package tandem.media.desk;

/**
 * The media timeout: it counts from the time the call is up or the peer may send again, whichever is later, and tells once a
 * silence. Whatever shows that the peer is there ends it, RTCP and keep-alives too: a terminal that mutes itself sends no RTP.
 */
final class Silence {
    private final long limitNs;
    private boolean established;
    private boolean expected; // the peer should send
    private boolean told;
    private long sinceNs;

    Silence(long limitMs) {
        limitNs = limitMs * 1_000_000;
    }

    /** The call is up. */
    void established(long nowNs) {
        established = true;
        sinceNs = Math.max(sinceNs, nowNs);
    }

    /** Whether the peer should send: neither held by it nor by us. */
    void expected(boolean yes, long nowNs) {
        if (yes && !expected) {
            sinceNs = nowNs;
        }
        expected = yes;
    }

    /** Asked each second, before {@link #check}: whether the silence told last is over, by a sign of life or by counting anew. */
    boolean ended(long lastSignNs, long nowNs) {
        boolean over = told && (lastSignNs > sinceNs || nowNs - sinceNs < limitNs);
        told = told && !over;
        return over;
    }

    /** Asked each second with the time of the last sign of life; milliseconds of silence when that is to be told, else 0. */
    long check(long lastSignNs, long nowNs) {
        if (!established || !expected) {
            return 0;
        }
        if (lastSignNs > sinceNs) {
            sinceNs = lastSignNs;
        }
        if (told || nowNs - sinceNs < limitNs) {
            return 0;
        }
        told = true;
        return (nowNs - sinceNs) / 1_000_000;
    }
}
