package tandem.media.rtp;

/**
 * What one synchronisation source sent us, as RFC 3550 appendix A.1 (sequence numbers), A.3 (loss) and A.8 (jitter) count it.
 */
public final class RtpSource {
    private static final int MAX_DROPOUT = 3_000;
    private static final int MAX_MISORDER = 100;

    private int ssrc;
    private boolean started;
    private int maxSequence;
    private long cycles;
    private long baseSequence;
    private int badSequence = -1;
    private long received;
    private long earlierReceived; // of sources before this one
    private long earlierLost;
    private long expectedPrior;
    private long receivedPrior;
    private int transit;
    private boolean transitKnown;
    private double jitter;
    private boolean begun;

    /** Whether this packet belongs to another source than the ones before it, or is the first. */
    public boolean changed(int source) {
        return !started || ssrc != source;
    }

    /**
     * Counts a packet; a new source starts its count anew.
     *
     * @param arrivalUnits its arrival in units of the payload's clock
     * @return false when its number is so far off that it is not believed until a second one follows it
     */
    public boolean count(RtpPacket packet, int arrivalUnits) {
        int sequence = packet.sequence();
        begun = false;
        if (changed(packet.ssrc())) {
            start(packet.ssrc(), sequence);
        } else if (!advance(sequence)) {
            return false;
        }
        received++;
        jitter(arrivalUnits - packet.timestamp());
        return true;
    }

    /** Whether the packet counted last begins a sequence: of a new source, or of one that began anew without telling. */
    public boolean begun() {
        return begun;
    }

    /** Forgets timing where arrivals and timestamps are not comparable: another clock, an event, after a hold. */
    public void forgetTransit() {
        transitKnown = false;
    }

    private void start(int source, int sequence) {
        earlierLost += lost();
        earlierReceived += received;
        started = true;
        ssrc = source;
        restart(sequence);
        jitter = 0;
    }

    private void restart(int sequence) {
        begun = true;
        transitKnown = false;
        baseSequence = sequence;
        maxSequence = sequence;
        badSequence = -1;
        cycles = 0;
        received = 0;
        expectedPrior = 0;
        receivedPrior = 0;
    }

    private boolean advance(int sequence) {
        int ahead = (sequence - maxSequence) & 0xFFFF;
        if (ahead < MAX_DROPOUT) {
            if (sequence < maxSequence) {
                cycles += 1 << 16;
            }
            maxSequence = sequence;
            return true;
        }
        if (ahead > (1 << 16) - MAX_MISORDER) {
            return true; // late or twice
        }
        if (sequence == badSequence) {
            earlierLost += lost();
            earlierReceived += received;
            restart(sequence); // the other side began anew without telling
            return true;
        }
        badSequence = (sequence + 1) & 0xFFFF;
        return false;
    }

    private void jitter(int newTransit) {
        if (transitKnown) {
            int d = Math.abs(newTransit - transit);
            jitter += (d - jitter) / 16;
        }
        transit = newTransit;
        transitKnown = true;
    }

    /** The source heard now. */
    public int ssrc() {
        return ssrc;
    }

    /** Whether anything was heard. */
    public boolean heard() {
        return started;
    }

    /** The highest sequence number with the number of its cycles above it. */
    public long extendedMax() {
        return cycles + maxSequence;
    }

    /** Packets heard of all sources. */
    public long received() {
        return earlierReceived + received;
    }

    /** Packets lost of all sources; what came twice makes up for what did not come. */
    public long lostTotal() {
        return earlierLost + lost();
    }

    /** Packets lost of this source. */
    public long lost() {
        return started ? Math.max(0, expected() - received) : 0;
    }

    private long expected() {
        return extendedMax() - baseSequence + 1;
    }

    /** Interarrival jitter in units of the payload's clock. */
    public double jitterUnits() {
        return jitter;
    }

    /** The share lost since this was last asked, in 256ths, as a report block has it. */
    public int fractionLost() {
        long expectedNow = expected() - expectedPrior;
        long lostNow = expectedNow - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}
