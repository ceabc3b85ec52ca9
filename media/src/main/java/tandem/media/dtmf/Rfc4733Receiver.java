package tandem.media.dtmf;

/**
 * Receives telephone events (RFC 4733 section 2.5.2). An event is known by its timestamp: it is reported as pressed with its
 * first packet, whichever that is, and as released with the first end packet, or when the next event begins or nothing more is
 * heard of it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  |     event     |E|R| volume    |          duration             |
 * </pre>
 */
public final class Rfc4733Receiver {
    /** Nothing more came of an event for that long: its end was lost. */
    private static final long LOST_END_NS = 200_000_000;

    private static final int LONGEST_SEGMENT = 0xFFFF;
    private static final int OCTETS = 4;

    private final Presses presses;
    private final int clockRate;
    private boolean known;
    private boolean down;
    private int timestamp;
    private int event;
    private int duration;
    private int earlier;
    private long heardNs;
    private long malformed;

    /** For events whose timestamps count at that rate in Hz. */
    public Rfc4733Receiver(int clockRate, Presses presses) {
        this.clockRate = clockRate;
        this.presses = presses;
    }

    /** Takes the payload of one telephone-event packet; further events in the same packet (RFC 4733 section 2.6) are not for keys. */
    public void receive(int rtpTimestamp, byte[] payload, int offset, int length, long nowNs) {
        if (length < OCTETS) {
            malformed++;
            return;
        }
        int number = payload[offset] & 0xFF;
        if (number > 15) {
            return; // hook flash, fax and line events mean nothing here
        }
        boolean end = (payload[offset + 1] & 0x80) != 0;
        int lasted = (payload[offset + 2] & 0xFF) << 8 | (payload[offset + 3] & 0xFF);
        if (!isCurrent(rtpTimestamp, number)) {
            if (known && rtpTimestamp - timestamp < 0) {
                return; // a straggler of an event that is over
            }
            begin(rtpTimestamp, number);
        }
        heardNs = nowNs;
        duration = Math.max(duration, lasted);
        if (end) {
            release();
        }
    }

    /** Another source takes over: a key of the one before is up, and its timeline says nothing of what comes now. */
    public void restart() {
        release();
        known = false;
    }

    /** Time passes: an event of which nothing more comes has ended. */
    public void tick(long nowNs) {
        if (down && nowNs - heardNs > LOST_END_NS) {
            release();
        }
    }

    /** Packets that were no events. */
    public long malformed() {
        return malformed;
    }

    /** Same timestamp, or the next segment of a long event (RFC 4733 section 2.5.1.3): no new press. */
    private boolean isCurrent(int rtpTimestamp, int number) {
        if (!known || number != event) {
            return false;
        }
        if (rtpTimestamp == timestamp) {
            return true;
        }
        if (!down || duration < LONGEST_SEGMENT - clockRate / 10 || rtpTimestamp - timestamp != LONGEST_SEGMENT) {
            return false;
        }
        timestamp = rtpTimestamp;
        earlier += LONGEST_SEGMENT;
        duration = 0;
        return true;
    }

    private void begin(int rtpTimestamp, int number) {
        release();
        known = true;
        down = true;
        timestamp = rtpTimestamp;
        event = number;
        duration = 0;
        earlier = 0;
        presses.onPressed(DtmfKeys.ofEvent(event));
    }

    private void release() {
        if (down) {
            down = false;
            long lasted = (long) earlier + duration;
            presses.onReleased(DtmfKeys.ofEvent(event), (int) (lasted * 1_000 / clockRate));
        }
    }
}
