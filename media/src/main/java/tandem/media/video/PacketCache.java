package tandem.media.video;

import java.util.Arrays;
import tandem.media.rtp.RtpPacket;

/**
 * Packets sent a moment ago, for those who lost them (RFC 4585 section 6.2.1): found by sequence number, bounded in octets, number
 * and age. The oldest go first. Allocates nothing after its making.
 */
public final class PacketCache {
    private static final int SLOTS = 1_024;
    private static final int MASK = SLOTS - 1;
    private static final int FREE = -1;

    private final byte[] arena;
    private final long maxAgeNs;
    private final int[] number = new int[SLOTS];
    private final int[] at = new int[SLOTS];
    private final int[] octets = new int[SLOTS];
    private final long[] keptNs = new long[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final int[] order = new int[SLOTS];
    private int oldest;
    private int waiting;
    private int head;

    /** A cache of {@code maxOctets} octets; what is older than {@code maxAgeNs} is not given. */
    public PacketCache(int maxOctets, long maxAgeNs) {
        this.arena = new byte[maxOctets];
        this.maxAgeNs = maxAgeNs;
        Arrays.fill(number, FREE);
    }

    /** Keeps a copy of a packet that is sent now. */
    public void keep(byte[] packet, int offset, int length, int sequence, long nowNs) {
        if (length > arena.length) {
            return;
        }
        if (head + length > arena.length) {
            evict(head, arena.length);
            head = 0;
        }
        evict(head, head + length);
        int slot = sequence & MASK;
        while (waiting == SLOTS || number[slot] != FREE) {
            drop();
        }
        System.arraycopy(packet, offset, arena, head, length);
        number[slot] = sequence & 0xFFFF;
        at[slot] = head;
        octets[slot] = length;
        keptNs[slot] = nowNs;
        sentNs[slot] = nowNs;
        order[(oldest + waiting) & MASK] = slot;
        waiting++;
        head += length;
    }

    /** Keeps a copy of a packet that is sent now. */
    public void keep(RtpPacket packet, long nowNs) {
        keep(packet.bytes(), 0, packet.length(), packet.sequence(), nowNs);
    }

    /** Drops the oldest ones while they lie between these octets of the arena. */
    private void evict(int from, int to) {
        while (waiting > 0) {
            int slot = order[oldest];
            if (at[slot] >= to || at[slot] + octets[slot] <= from) {
                return;
            }
            drop();
        }
    }

    private void drop() {
        number[order[oldest]] = FREE;
        oldest = (oldest + 1) & MASK;
        waiting--;
    }

    /**
     * Finds a packet to send it again, and counts it as sent now.
     *
     * @param sinceNs how long ago it must have been sent last, about a round trip: who asks twice meanwhile gets it once
     * @return its slot, or -1 when it is not there, too old, or was sent just now
     */
    public int find(int sequence, long nowNs, long sinceNs) {
        int slot = sequence & MASK;
        if (number[slot] != (sequence & 0xFFFF) || nowNs - keptNs[slot] > maxAgeNs || nowNs - sentNs[slot] < sinceNs) {
            return -1;
        }
        sentNs[slot] = nowNs;
        return slot;
    }

    /** The array that holds the packets, valid until the next one is kept. */
    public byte[] bytes() {
        return arena;
    }

    /** Where the packet of that slot begins. */
    public int offset(int slot) {
        return at[slot];
    }

    /** Octets of the packet of that slot. */
    public int length(int slot) {
        return octets[slot];
    }

    /** How many packets are kept. */
    public int packets() {
        return waiting;
    }
}
