package tandem.media.video;

import java.util.Arrays;
import tandem.media.rtp.RtpPacket;

/**
 * Puts the packets of one video stream in order for a {@link Depacketizer}, and knows which to ask for again (RFC 4585 section
 * 6.2.1). What comes in order is handed on at once and not copied; what comes early waits, bounded in number and time, for what is
 * missing. Allocates only while it grows.
 */
public final class Resequencer {
    /** The most packets that wait. */
    public static final int SLOTS = 512;

    private static final int MASK = SLOTS - 1;
    private static final int LONGEST = 2_048;
    private static final int RESTART = 3_000; // RFC 3550 appendix A.1
    private static final int MOST_ASKED = 10;
    private static final byte[] NONE = {};

    private final Packets packets;
    private final long maxWaitNs;
    private final RtpPacket view = new RtpPacket();
    private final byte[][] kept = new byte[SLOTS][];
    private final int[] length = new int[SLOTS];
    private final long[] number = new long[SLOTS];
    private final long[] missingNs = new long[SLOTS];
    private final long[] askedNs = new long[SLOTS];
    private final int[] asked = new int[SLOTS];
    private boolean started;
    private boolean gap;
    private long next;
    private long highest;
    private long late;
    private long lost;

    /** Where packets go. */
    public interface Packets {
        /**
         * The next packet, valid during the call.
         *
         * @param gap whether packets before it are given up
         */
        void onPacket(RtpPacket packet, boolean gap);
    }

    /** Packets go to {@code packets}; a missing one is waited for at most {@code maxWaitNs} after it was found missing. */
    public Resequencer(Packets packets, long maxWaitNs) {
        this.packets = packets;
        this.maxWaitNs = maxWaitNs;
        Arrays.fill(kept, NONE);
        Arrays.fill(number, -1);
    }

    /** Takes a packet as it came, one sent again too. */
    public void take(RtpPacket packet, long nowNs) {
        if (!started) {
            begin(packet.sequence());
        }
        long extended = highest + (short) (packet.sequence() - (int) highest);
        if (extended > highest + RESTART || extended < highest - RESTART) {
            giveUp(highest + 1);
            begin(packet.sequence());
            gap = true;
            extended = next;
        }
        if (extended < next || number[(int) extended & MASK] == extended || packet.length() > LONGEST) {
            late++;
            return;
        }
        giveUp(extended - SLOTS + 1);
        find(extended, nowNs);
        if (extended == next) {
            next++;
            handOn(packet);
            drain();
        } else {
            keep(packet, extended);
        }
    }

    private void begin(int sequence) {
        started = true;
        Arrays.fill(number, -1);
        next = (1L << 17) + sequence;
        highest = next - 1;
    }

    /** What lies between the highest one so far and this one is missing from now on. */
    private void find(long extended, long nowNs) {
        for (long at = highest + 1; at < extended; at++) {
            missingNs[(int) at & MASK] = nowNs;
            asked[(int) at & MASK] = 0;
        }
        highest = Math.max(highest, extended);
    }

    private void keep(RtpPacket packet, long extended) {
        int slot = (int) extended & MASK;
        if (kept[slot].length < packet.length()) {
            kept[slot] = new byte[(packet.length() + 255) / 256 * 256];
        }
        System.arraycopy(packet.bytes(), 0, kept[slot], 0, packet.length());
        length[slot] = packet.length();
        number[slot] = extended;
    }

    private void handOn(RtpPacket packet) {
        boolean before = gap;
        gap = false;
        packets.onPacket(packet, before);
    }

    /** Hands on what waits and has nothing missing before it. */
    private void drain() {
        while (next <= highest && number[(int) next & MASK] == next) {
            int slot = (int) next & MASK;
            number[slot] = -1;
            next++;
            if (view.wrap(kept[slot], length[slot])) {
                handOn(view);
            }
        }
    }

    /** Waits no longer for what is missing before {@code until}, found missing or not. */
    private void giveUp(long until) {
        drain();
        while (next < until) {
            gap = true;
            lost++;
            next++;
            drain();
        }
        highest = Math.max(highest, next - 1);
    }

    /** Time passes: what was waited for long enough is given up. */
    public void onTime(long nowNs) {
        while (next <= highest && nowNs - missingNs[(int) next & MASK] >= maxWaitNs) {
            giveUp(next + 1);
        }
    }

    /**
     * Which packets to ask for now; they count as asked for.
     *
     * @param into is filled with their numbers, in order
     * @param againNs after how long, about a round trip, one is asked for again; ten times at most
     * @return how many
     */
    public int missing(int[] into, long nowNs, long againNs) {
        int count = 0;
        for (long at = next; at <= highest && count < into.length; at++) {
            int slot = (int) at & MASK;
            boolean due = asked[slot] == 0 || nowNs - askedNs[slot] >= againNs;
            if (number[slot] != at && due && asked[slot] < MOST_ASKED) {
                into[count++] = (int) at & 0xFFFF;
                asked[slot]++;
                askedNs[slot] = nowNs;
            }
        }
        return count;
    }

    /** Another source begins: what waits is dropped. */
    public void reset() {
        started = false;
        gap = false;
    }

    /** Packets that came too late, twice, or longer than any should be. */
    public long late() {
        return late;
    }

    /** Packets given up. */
    public long lost() {
        return lost;
    }
}
