package tandem.media.video;

import java.util.Arrays;

/**
 * Numbers of packets or pictures that go on without a gap where some are left out and where another source takes over. Each
 * number keeps what it was given, so that what comes late, or again, fits in where it belongs.
 */
final class Renumbering {
    private static final int SLOTS = 1_024;
    private static final int MASK = SLOTS - 1;
    private static final int LEFT_OUT = Integer.MIN_VALUE;

    private final int mask;
    private final int sign;
    private final int[] shift = new int[SLOTS];
    private final boolean[] taken = new boolean[SLOTS];
    private boolean started;
    private long first;
    private long highest;
    private int offset;
    private int last;

    /** Numbers of that many bits; the first one given out is {@code start}. */
    Renumbering(int bits, int start) {
        this.mask = (1 << bits) - 1;
        this.sign = 1 << (bits - 1);
        this.last = start - 1;
    }

    /** The number seen next begins another source: it goes on behind the highest one given out. */
    void restart() {
        if (started) {
            last = (int) highest + offset;
        }
        started = false;
    }

    /** Whether a source began. */
    boolean started() {
        return started;
    }

    /** What goes out for {@code number}, or -1 when it must not: it was left out, or is too old to know. */
    int map(int number) {
        long extended = see(number);
        if (extended < 0) {
            return -1;
        }
        int slot = (int) extended & MASK;
        if (shift[slot] == LEFT_OUT) {
            return -1;
        }
        taken[slot] = true;
        return ((int) extended + shift[slot]) & mask;
    }

    /** Whether {@code number} went out already. */
    boolean taken(int number) {
        long extended = extend(number);
        return started
                && extended >= first
                && extended <= highest
                && extended > highest - SLOTS
                && taken[(int) extended & MASK];
    }

    /**
     * Leaves {@code number} out: what comes behind it moves up. Where something behind it went out already the gap stays, and a
     * receiver sees a loss.
     */
    void leaveOut(int number) {
        if (!started) {
            return;
        }
        boolean newest = extend(number) > highest;
        long extended = see(number);
        if (extended < 0 || taken[(int) extended & MASK]) {
            return;
        }
        shift[(int) extended & MASK] = LEFT_OUT;
        if (newest) {
            offset--;
        }
    }

    private long extend(int number) {
        int ahead = (number - (int) highest) & mask;
        return highest + (ahead >= sign ? ahead - mask - 1 : ahead);
    }

    /** The number with its cycles; what lies between the highest one and it gets the offset of now. */
    private long see(int number) {
        if (!started) {
            begin(number);
        }
        long extended = extend(number);
        if (extended < first || extended <= highest - SLOTS) {
            return -1;
        }
        long from = Math.max(highest + 1, extended - SLOTS + 1);
        for (long at = from; at <= extended; at++) {
            shift[(int) at & MASK] = offset;
            taken[(int) at & MASK] = false;
        }
        highest = Math.max(highest, extended);
        return extended;
    }

    private void begin(int number) {
        started = true;
        Arrays.fill(taken, false);
        first = (mask + 1L) * 4 + (number & mask);
        highest = first;
        offset = last + 1 - (int) first;
        shift[(int) first & MASK] = offset;
    }
}
