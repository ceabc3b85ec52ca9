package tandem.media.jitter;

import java.util.Arrays;

/** Packets waiting, found by extended sequence number; copies of their payloads in reused arrays. Bounded. */
final class PacketRing {
    /** The most packets that wait: 640 ms of 10 ms packets. */
    static final int SLOTS = 64;

    private static final int MASK = SLOTS - 1;
    private static final long FREE = -1;
    private static final byte[] NONE = {};

    private final long[] sequence = new long[SLOTS];
    private final long[] timestamp = new long[SLOTS];
    private final long[] arrivalNs = new long[SLOTS];
    private final short[] length = new short[SLOTS];
    private final byte[] type = new byte[SLOTS];
    private final byte[] level = new byte[SLOTS];
    private final boolean[] anew = new boolean[SLOTS];
    private final byte[][] payload = new byte[SLOTS][];
    private final byte[][] spare = new byte[SLOTS][];
    private int spares;
    private int waiting;

    PacketRing() {
        Arrays.fill(sequence, FREE);
        Arrays.fill(payload, NONE);
        Arrays.fill(spare, NONE);
    }

    /** Keeps a packet; false when it is there already. */
    boolean put(long seq, long ts, int payloadType, long arrival, byte[] from, int offset, int octets) {
        int slot = (int) seq & MASK;
        if (sequence[slot] == seq) {
            return false;
        }
        drop(slot);
        byte[] room = spares > 0 ? spare[--spares] : NONE;
        if (room.length < octets) {
            room = new byte[(octets + 31) / 32 * 32];
        }
        System.arraycopy(from, offset, room, 0, octets);
        payload[slot] = room;
        sequence[slot] = seq;
        timestamp[slot] = ts;
        arrivalNs[slot] = arrival;
        length[slot] = (short) octets;
        type[slot] = (byte) payloadType;
        level[slot] = -1;
        anew[slot] = false;
        waiting++;
        return true;
    }

    /** The slot of that packet, or -1. */
    int find(long seq) {
        int slot = (int) seq & MASK;
        return sequence[slot] == seq ? slot : -1;
    }

    /** The slot of the first packet from {@code seq} up to {@code last}, or -1. */
    int findFirst(long seq, long last) {
        for (long s = seq; s <= last && waiting > 0; s++) {
            int slot = find(s);
            if (slot >= 0) {
                return slot;
            }
        }
        return -1;
    }

    void drop(int slot) {
        if (sequence[slot] != FREE) {
            spare[spares++] = payload[slot];
            payload[slot] = NONE;
            sequence[slot] = FREE;
            waiting--;
        }
    }

    /** Drops all packets before {@code seq}. */
    void dropBefore(long seq) {
        for (int slot = 0; slot < SLOTS && waiting > 0; slot++) {
            if (sequence[slot] < seq) {
                drop(slot);
            }
        }
    }

    void clear() {
        dropBefore(Long.MAX_VALUE);
    }

    int waiting() {
        return waiting;
    }

    long sequence(int slot) {
        return sequence[slot];
    }

    long timestamp(int slot) {
        return timestamp[slot];
    }

    long arrivalNs(int slot) {
        return arrivalNs[slot];
    }

    int type(int slot) {
        return type[slot];
    }

    byte[] payload(int slot) {
        return payload[slot];
    }

    int length(int slot) {
        return length[slot];
    }

    /** RFC 6464 level as sent (0 to 127 below overload), or -1. */
    int level(int slot) {
        return level[slot];
    }

    void level(int slot, int sent) {
        level[slot] = (byte) sent;
    }

    /** Whether its timestamp does not go on from the packet before: talk begins anew. */
    boolean anew(int slot) {
        return anew[slot];
    }

    void anew(int slot, boolean is) {
        anew[slot] = is;
    }
}
