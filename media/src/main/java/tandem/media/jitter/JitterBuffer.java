package tandem.media.jitter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tandem.media.codec.AudioDecoder;
import tandem.media.mix.MixInput;

/**
 * One received stream from packets to samples: pushed by packets as they arrive, pulled 20 ms at a time. Puts packets in order,
 * hides losses (by redundancy where a packet carries some, else by concealment that fades out), waits as long as the network's
 * jitter asks and no longer, follows the sender's clock, and knows silence from loss. Owned by one loop; allocates only while it
 * grows.
 *
 * <p>All times are of one monotonic clock in nanoseconds: arrival as near to the socket as can be, ticks when they happen.
 */
public final class JitterBuffer implements MixInput {
    private static final int TICKS_PER_SECOND = 50;
    private static final int LONGEST_PAYLOAD = 1_500;
    private static final int DROPOUT = 3_000; // RFC 3550 appendix A.1
    private static final int MISORDER = 100; // RFC 3550 appendix A.1
    private static final long STALL_NS = 45_000_000;
    private static final long TALK_GAP_NS = 120_000_000;

    private static final int NO_TYPE = -2;
    private static final byte[] NOTHING = {};

    private final int clockRate;
    private final PacketRing ring = new PacketRing();
    private final Lateness lateness = new Lateness();
    private final Playout playout;

    private int[] types = {};
    private AudioDecoder[] decoders = {};
    private int noiseType = NO_TYPE;

    private boolean started;
    private long highest;
    private long newestSeq;
    private long lastTimestamp;
    private long stepTimestamps;
    private long lastArrivalNs;
    private long pulledNs;
    private boolean pulled;
    private long stalledUntilNs = Long.MIN_VALUE;
    private int strangers;
    private int strange;

    private long late;
    private long duplicates;

    /** For a stream whose RTP timestamps count at {@code clockRate} Hz. */
    public JitterBuffer(int clockRate) {
        this.clockRate = clockRate;
        this.playout = new Playout(this, ring, lateness, clockRate);
    }

    /**
     * Packets of that payload type are decoded by that decoder, which is not closed by this buffer; the one before may be closed
     * then.
     */
    public void decoder(int payloadType, AudioDecoder decoder) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == payloadType) {
                playout.replace(decoders[i], decoder);
                decoders[i] = decoder;
                return;
            }
        }
        types = Arrays.copyOf(types, types.length + 1);
        decoders = Arrays.copyOf(decoders, types.length);
        types[types.length - 1] = payloadType;
        decoders[types.length - 1] = decoder;
        if (types.length == 1) {
            playout.use(decoder);
        }
    }

    /** Packets of that payload type are comfort noise (RFC 3389). */
    public void comfortNoise(int payloadType) {
        noiseType = payloadType;
    }

    /** Another sender (SSRC) begins: everything of the last one is forgotten. */
    public void restart() {
        started = false;
        ring.clear();
        playout.stop();
    }

    /**
     * Takes a packet.
     *
     * @param seq RTP sequence number, 16 bits
     * @param timestamp RTP timestamp, 32 bits
     * @param payload copied from {@code offset}, {@code length} octets
     */
    public void push(int seq, int timestamp, int payloadType, byte[] payload, int offset, int length, long arrivalNs) {
        push(seq, timestamp, payloadType, payload, offset, length, arrivalNs, -1);
    }

    /**
     * Takes a packet whose level was sent with it.
     *
     * @param level of RFC 6464, 0 to 127 below overload, or -1
     */
    public void push(
            int seq,
            int timestamp,
            int payloadType,
            byte[] payload,
            int offset,
            int length,
            long arrivalNs,
            int level) {
        boolean known = payloadType == noiseType || decoderOf(payloadType) != null;
        if (length > LONGEST_PAYLOAD || length <= 0 || !known) {
            pass(seq, timestamp, arrivalNs);
            return;
        }
        long extended = extend(seq);
        if (extended < 0) {
            return;
        }
        long ts = lastTimestamp + (timestamp - (int) lastTimestamp);
        boolean anew = arrived(extended, ts, arrivalNs);
        if (extended < playout.next()) {
            late++;
            return;
        }
        makeRoom(extended);
        if (!ring.put(extended, ts, payloadType, arrivalNs, payload, offset, length)) {
            duplicates++;
            return;
        }
        int slot = ring.find(extended);
        ring.level(slot, level);
        ring.anew(slot, anew);
    }

    /** Takes note of a packet of this stream that is not audio (RFC 4733 events, empty keep-alives), so that it is not missed. */
    public void pass(int seq, int timestamp, long arrivalNs) {
        long extended = extend(seq);
        if (extended < 0 || extended < playout.next()) {
            return;
        }
        lastArrivalNs = arrivalNs;
        makeRoom(extended);
        long ts = lastTimestamp + (timestamp - (int) lastTimestamp);
        ring.put(extended, ts, Playout.NOT_AUDIO, arrivalNs, NOTHING, 0, 0);
    }

    /** The sequence number continued beyond 16 bits; -1 for a stray one. */
    private long extend(int seq) {
        if (!started) {
            started = true;
            strangers = 0;
            highest = (1L << 32) + (seq & 0xFFFF);
            lastTimestamp = 1L << 40;
            newestSeq = highest - 1;
            stepTimestamps = 0;
            lateness.forget();
            playout.begin(highest);
            return highest;
        }
        int ahead = (short) (seq - (int) highest);
        if (ahead > DROPOUT || ahead < -MISORDER) {
            return stranger(seq);
        }
        strangers = 0;
        long extended = highest + ahead;
        highest = Math.max(highest, extended);
        return extended;
    }

    /** Two packets in a row that fit each other, but not the rest: the sender has begun anew (RFC 3550 appendix A.1). */
    private long stranger(int seq) {
        boolean follows = strangers > 0 && (short) (seq - strange) == 1;
        strange = seq;
        strangers++;
        if (!follows) {
            return -1;
        }
        restart();
        return extend(seq);
    }

    /** Learns from the arrival; true when the talk begins anew, so that its timing owes nothing to what was before. */
    private boolean arrived(long seq, long ts, long arrivalNs) {
        long steps = seq - newestSeq;
        boolean stalled = pulled && arrivalNs - pulledNs > STALL_NS;
        if (stalled) {
            stalledUntilNs = arrivalNs + 30_000_000;
        }
        long sentNs = toNs(ts);
        boolean newest = steps > 0;
        long surpriseNs = toNs(ts - lastTimestamp - steps * stepTimestamps);
        boolean gap = newest && lateness.known() && Math.abs(surpriseNs) > TALK_GAP_NS;
        if (gap && !stalled && arrivalNs >= stalledUntilNs) {
            lateness.rebase(arrivalNs - sentNs, arrivalNs);
        } else {
            lateness.record(arrivalNs, sentNs, newest && arrivalNs >= stalledUntilNs);
        }
        if (newest) {
            long step = ts - lastTimestamp;
            if (steps == 1 && step > 0 && step < clockRate / 8) {
                stepTimestamps = step;
            }
            newestSeq = seq;
            lastTimestamp = ts;
        }
        lastArrivalNs = arrivalNs;
        return gap;
    }

    private void makeRoom(long seq) {
        if (seq - playout.next() >= PacketRing.SLOTS) {
            playout.jumpTo(seq - PacketRing.SLOTS / 2);
        }
    }

    @Override
    public int sampleRate() {
        return playout.rate();
    }

    @Override
    public int level(long nowNs) {
        return playout.level(nowNs, highest);
    }

    @Override
    public void pull(long nowNs, short[] pcm, boolean heard) {
        turned(nowNs);
        playout.pull(nowNs, highest, pcm, heard);
    }

    @Override
    public void skip(long nowNs) {
        turned(nowNs);
        playout.skip(nowNs, highest);
    }

    private void turned(long nowNs) {
        pulled = true;
        pulledNs = nowNs;
    }

    /** How long a packet waits at present between arrival and playing, in milliseconds. */
    public int depthMs() {
        return playout.depthMs();
    }

    /** Packets that came too late to be played. */
    public long late() {
        return late;
    }

    /** Packets that came twice. */
    public long duplicates() {
        return duplicates;
    }

    /** Samples made up for losses, in milliseconds. */
    public long concealedMs() {
        return playout.concealedMs();
    }

    /** When the last packet arrived. */
    public long lastArrivalNs() {
        return lastArrivalNs;
    }

    long toNs(long timestamps) {
        return timestamps * 1_000_000L / (clockRate / 1_000);
    }

    boolean isNoise(int payloadType) {
        return payloadType == noiseType;
    }

    @Nullable
    AudioDecoder decoderOf(int payloadType) { // null: a type nobody said anything about
        for (int i = 0; i < types.length; i++) {
            if (types[i] == payloadType) {
                return decoders[i];
            }
        }
        return null;
    }

    static int frame(int rate) {
        return rate / TICKS_PER_SECOND;
    }
}
