package tandem.media.desk;

import java.util.BitSet;

/** The configured ports, in pairs of an even one for RTP and the odd one above for RTCP (RFC 3550 section 11). */
final class PortRange {
    private final int first;
    private final int pairs;
    private final BitSet taken = new BitSet();
    private int next;

    PortRange(int firstPort, int lastPort) {
        first = firstPort + (firstPort & 1);
        pairs = Math.max(0, (lastPort - first + 1) / 2);
    }

    /** An even port whose pair nobody took yet, or -1 when there is none. */
    int take() {
        int free = taken.nextClearBit(next);
        if (free >= pairs) {
            free = taken.nextClearBit(0);
        }
        if (free >= pairs) {
            return -1;
        }
        taken.set(free);
        next = free + 1;
        return first + 2 * free;
    }

    /** How many pairs there are. */
    int pairs() {
        return pairs;
    }

    /** That pair could not be bound: somebody may take it later. */
    void giveBack(int evenPort) {
        taken.clear((evenPort - first) / 2);
    }

    @Override
    public String toString() {
        return first + "-" + (first + 2 * pairs - 1);
    }
}
