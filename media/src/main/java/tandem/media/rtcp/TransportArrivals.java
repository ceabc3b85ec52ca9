package tandem.media.rtcp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * When packets with transport-wide numbers arrived, and the reports on them
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Bounded: what is older than a few thousand packets is
 * forgotten.
 */
public final class TransportArrivals {
    private static final int SLOTS = 4_096;
    private static final int MASK = SLOTS - 1;
    private static final int HEAD = 20;
    private static final int MOST_RUN = 0x1FFF;
    private static final long TICK_NS = TransportFeedback.TICK_US * 1_000L;
    private static final int TICKS_A_REFERENCE = TransportFeedback.REFERENCE_US / TransportFeedback.TICK_US;

    private final int ssrc;
    private final long[] number = new long[SLOTS];
    private final long[] ticks = new long[SLOTS];
    private final byte[] symbols = new byte[SLOTS];
    private final int[] deltas = new int[SLOTS];
    private long highest = -1;
    private long next;
    private long originNs;
    private int reports;

    /** Reports come from the source {@code ssrc}. */
    public TransportArrivals(int ssrc) {
        this.ssrc = ssrc;
        Arrays.fill(number, -1);
    }

    /** A packet arrived. */
    public void onArrival(int sequence, long nowNs) {
        if (highest < 0) {
            originNs = nowNs;
            highest = (1L << 16) + (sequence & 0xFFFF);
            next = highest;
        }
        long extended = highest + (short) (sequence - (int) highest);
        if (extended <= highest - SLOTS || number[(int) extended & MASK] == extended) {
            return;
        }
        number[(int) extended & MASK] = extended;
        ticks[(int) extended & MASK] = Math.max(0, (nowNs - originNs) / TICK_NS);
        highest = Math.max(highest, extended);
        next = Math.max(Math.min(next, extended), highest - SLOTS + 1);
    }

    /** Whether there is something to report. */
    public boolean due() {
        return highest >= next && highest >= 0;
    }

    /**
     * Writes a report on what was not reported, as much as fits; it names {@code media} as the stream.
     *
     * @return whether one was written
     */
    public boolean write(ByteBuffer into, int media) {
        if (!due() || into.remaining() < HEAD + 8) {
            return false;
        }
        long base = next;
        int reference = (int) (firstTicks(base) / TICKS_A_REFERENCE);
        int count = collect(base, reference, into.remaining() - HEAD - 4);
        int start = into.position();
        FeedbackWriter.head(into, FeedbackReader.TRANSPORT_WIDE, FeedbackReader.TRANSPORT, 0);
        into.putInt(ssrc).putInt(media);
        into.putShort((short) base).putShort((short) count);
        into.putInt((reference & 0xFF_FFFF) << 8 | (reports++ & 0xFF));
        chunks(into, count);
        for (int i = 0; i < count; i++) {
            if (symbols[i] == TransportFeedback.SMALL) {
                into.put((byte) deltas[i]);
            } else if (symbols[i] == TransportFeedback.LARGE) {
                into.putShort((short) deltas[i]);
            }
        }
        while ((into.position() - start) % 4 != 0) {
            into.put((byte) 0);
        }
        into.putShort(start + 2, (short) ((into.position() - start) / 4 - 1));
        next = base + count;
        return true;
    }

    /** When the first one from {@code base} on arrived. */
    private long firstTicks(long base) {
        long at = base;
        while (at < highest && number[(int) at & MASK] != at) {
            at++;
        }
        return ticks[(int) at & MASK];
    }

    /** Which packets the report is about, and when each came after the one before. */
    private int collect(long base, int reference, int octets) {
        long last = (long) reference * TICKS_A_REFERENCE;
        int count = 0;
        int seventh = 14; // of an octet: chunks cost at most two for seven packets, rounded up
        for (long at = base; at <= highest && count < SLOTS; at++) {
            int slot = (int) at & MASK;
            symbols[count] = TransportFeedback.MISSING;
            if (number[slot] == at) {
                long delta = ticks[slot] - last;
                if (delta != (short) delta) {
                    break;
                }
                symbols[count] =
                        (byte) (delta >= 0 && delta <= 255 ? TransportFeedback.SMALL : TransportFeedback.LARGE);
                deltas[count] = (int) delta;
                last = ticks[slot];
            }
            seventh += 2 + 7 * symbols[count];
            if (seventh > 7 * octets) {
                break;
            }
            count++;
        }
        return count;
    }

    private void chunks(ByteBuffer into, int count) {
        for (int at = 0; at < count; ) {
            int run = run(at, Math.min(count, at + MOST_RUN));
            int bits = symbols[at] == TransportFeedback.LARGE ? 7 : 14;
            if (run >= bits || at + run == count) {
                into.putShort((short) (symbols[at] << 13 | run));
                at += run;
            } else if (large(at, Math.min(count, at + 14))) {
                at += vector(into, at, count, 2);
            } else {
                at += vector(into, at, count, 1);
            }
        }
    }

    private int run(int from, int to) {
        int at = from;
        while (at < to && symbols[at] == symbols[from]) {
            at++;
        }
        return at - from;
    }

    private boolean large(int from, int to) {
        for (int i = from; i < to; i++) {
            if (symbols[i] == TransportFeedback.LARGE) {
                return true;
            }
        }
        return false;
    }

    private int vector(ByteBuffer into, int from, int count, int width) {
        int places = 14 / width;
        int chunk = width == 2 ? 0xC000 : 0x8000;
        for (int i = 0; i < places && from + i < count; i++) {
            chunk |= symbols[from + i] << (14 - width - width * i);
        }
        into.putShort((short) chunk);
        return Math.min(places, count - from);
    }
}
