package tandem.media.rtcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A view of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
 *
 * <pre>
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk ...      |
 * |         recv delta ...
 *
 * |0| S |       run length        |    |1|0|  14 symbols of 1 bit     |    |1|1|   7 symbols of 2 bits    |
 * </pre>
 */
public final class TransportFeedback {
    /** The most packets one report may be about. */
    public static final int MAX_PACKETS = 8_192;

    static final int MISSING = 0;
    static final int SMALL = 1;
    static final int LARGE = 2;
    static final int TICK_US = 250;
    static final int REFERENCE_US = 64_000;

    private static final int FIXED = 8;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = {};
    private int chunks;
    private int deltas;
    private int base;
    private int count;
    private int reference;
    private int feedbackCount;
    private int chunkLeft;
    private int chunk;
    private int chunkAt;

    /** Each packet of a report, in the order of sequence numbers. */
    public interface Arrivals {
        /**
         * A packet arrived.
         *
         * @param atUs on the receiver's clock, which wraps after 12 days and has an origin of its own
         */
        void onArrival(int sequence, long atUs);

        /** A packet did not arrive so far. */
        void onMissing(int sequence);
    }

    /** Looks at what stands behind the two SSRCs; false when it is malformed, and then the view means nothing. */
    boolean wrap(byte[] in, int from, int end) {
        bytes = in;
        if (end - from < FIXED + 2) {
            return false;
        }
        base = short16(from);
        count = short16(from + 2);
        reference = in[from + 4] << 16 | short16(from + 5);
        feedbackCount = in[from + 7] & 0xFF;
        chunks = from + FIXED;
        if (count == 0 || count > MAX_PACKETS) {
            return false;
        }
        return measure(end);
    }

    /** Finds where the deltas begin, and whether all are there. */
    private boolean measure(int end) {
        int at = chunks;
        int needed = 0;
        for (int seen = 0; seen < count; ) {
            if (at + 2 > end) {
                return false;
            }
            load(at);
            at += 2;
            while (chunkLeft > 0 && seen < count) {
                int symbol = symbol();
                if (symbol > LARGE) {
                    return false;
                }
                needed += symbol;
                seen++;
            }
            if ((chunk & 0x9FFF) == 0) {
                return false; // a run of none
            }
        }
        deltas = at;
        return needed <= end - at;
    }

    private void load(int at) {
        chunk = short16(at);
        chunkAt = 0;
        chunkLeft = switch (chunk >>> 14) {
            case 2 -> 14;
            case 3 -> 7;
            default -> chunk & 0x1FFF;
        };
    }

    private int symbol() {
        int place = chunkAt++;
        chunkLeft--;
        return switch (chunk >>> 14) {
            case 2 -> (chunk >> (13 - place)) & 1;
            case 3 -> (chunk >> (2 * (6 - place))) & 3;
            default -> (chunk >> 13) & 3;
        };
    }

    /** Tells of each packet. */
    public void tell(Arrivals to) {
        long atUs = (long) reference * REFERENCE_US;
        int chunksAt = chunks;
        int delta = deltas;
        chunkLeft = 0;
        for (int i = 0; i < count; i++) {
            if (chunkLeft == 0) {
                load(chunksAt);
                chunksAt += 2;
            }
            int sequence = (base + i) & 0xFFFF;
            int symbol = symbol();
            if (symbol == MISSING) {
                to.onMissing(sequence);
                continue;
            }
            int ticks = symbol == SMALL ? bytes[delta] & 0xFF : (short) short16(delta);
            delta += symbol;
            atUs += (long) ticks * TICK_US;
            to.onArrival(sequence, atUs);
        }
    }

    /** The first transport-wide sequence number reported on. */
    public int base() {
        return base;
    }

    /** How many packets it is about, arrived or not. */
    public int count() {
        return count;
    }

    /** The running number of the report, 0 to 255: a gap says that a report was lost. */
    public int feedbackCount() {
        return feedbackCount;
    }

    private int short16(int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }
}
