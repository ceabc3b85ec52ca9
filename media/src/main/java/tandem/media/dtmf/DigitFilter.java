package tandem.media.dtmf;

/**
 * The same press may come as an RFC 4733 event, by signalling (SIP INFO, H.245) and as tones in band, in any order and some
 * hundred milliseconds apart. Of such a press the first sighting counts. Two presses of one key seen the same way are two.
 */
public final class DigitFilter {
    /** Ways a press is seen. */
    public enum Way {
        /** RFC 4733. */
        EVENT(1),
        /** SIP INFO or H.245. */
        SIGNALLING(2),
        /** Tones. */
        INBAND(4);

        private final int bit;

        Way(int bit) {
            this.bit = bit;
        }
    }

    private static final long WINDOW_NS = 1_200_000_000;
    private static final int KEPT = 8;

    private final char[] keys = new char[KEPT];
    private final long[] seenNs = new long[KEPT];
    private final int[] by = new int[KEPT];
    private int newest;

    /** A key was seen that way; whether it is a press of its own, to be reported. */
    public boolean isNew(char key, Way way, long nowNs) {
        for (int i = KEPT - 1; i >= 0; i--) {
            int slot = (newest + KEPT - i) % KEPT;
            boolean same = keys[slot] == key && nowNs - seenNs[slot] < WINDOW_NS && (by[slot] & way.bit) == 0;
            if (same) {
                by[slot] |= way.bit;
                return false;
            }
        }
        newest = (newest + 1) % KEPT;
        keys[newest] = key;
        seenNs[newest] = nowNs;
        by[newest] = way.bit;
        return true;
    }
}
