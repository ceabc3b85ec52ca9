package tandem.media.rtp;

/**
 * The send side of one stream: one SSRC, one sequence, one timeline, whatever feeds it. Sources take turns (a prompt, a mix,
 * another leg's packets); each begins with {@link #newSource} and is fitted behind the one before, so that the receiver sees
 * one stream without a jump back (RFC 3550 section 5.1).
 */
public final class RtpSender {
    private final Wire wire;
    private final int ssrc;
    private final RtpPacket packet = new RtpPacket();
    private int sequence; // of the next packet
    private int timestamp; // of the last packet
    private long sentNs;
    private int sequenceOffset;
    private int timestampOffset;
    private boolean fitting = true;
    private int clockRate = 8_000;
    private long packets;
    private long octets;

    /** Where finished packets go. */
    public interface Wire {
        /** Protects and sends the packet that lies there; the array has room behind it. False when it could not go. */
        boolean send(byte[] packet, int offset, int length);

        /** Where packets are put together, with room for the longest and its protection: the loop's. */
        byte[] scratch();
    }

    /**
     * A stream.
     *
     * @param sequence the first number, random (RFC 3550 section 5.1)
     * @param timestamp the first timestamp, random
     */
    public RtpSender(Wire wire, int ssrc, int sequence, int timestamp) {
        this.wire = wire;
        this.ssrc = ssrc;
        this.sequence = sequence & 0xFFFF;
        this.timestamp = timestamp;
    }

    /** The clock of what is sent, in Hz: how far the timeline moves while nothing is sent. */
    public void clockRate(int hz) {
        clockRate = hz;
    }

    /** Another source takes over: its first packet is fitted behind the last one sent. */
    public void newSource() {
        fitting = true;
    }

    /** Where the timeline is at that time, in our timestamps. */
    public int timestampAt(long nowNs) {
        return packets == 0 ? timestamp : timestamp + (int) ((nowNs - sentNs) * clockRate / 1_000_000_000L);
    }

    /**
     * Sends a payload of ours.
     *
     * @param sourceTimestamp in the source's own timeline, which may begin anywhere
     * @return whether it went
     */
    public boolean send(
            int payloadType, boolean marker, int sourceTimestamp, byte[] payload, int offset, int length, long nowNs) {
        byte[] scratch = wire.scratch();
        if (length > scratch.length - RtpPacket.FIXED_HEADER) {
            return false;
        }
        boolean first = fitting;
        if (first) {
            fit(sequence, sourceTimestamp, nowNs);
        }
        packet.write(scratch, payloadType, marker || first, length);
        System.arraycopy(payload, offset, scratch, packet.payload(), length);
        return go(scratch, 0, sequence, sourceTimestamp + timestampOffset, nowNs);
    }

    /** The same, at a timestamp of our own timeline: for events (RFC 4733), whose packets repeat the timestamp of their start. */
    public boolean sendAt(
            int payloadType, boolean marker, int ownTimestamp, byte[] payload, int offset, int length, long nowNs) {
        byte[] scratch = wire.scratch();
        if (length > scratch.length - RtpPacket.FIXED_HEADER) {
            return false;
        }
        boolean anchored = packets > 0 && ownTimestamp - timestamp <= 0; // a repetition moves no time
        int keep = timestamp;
        long keepNs = sentNs;
        packet.write(scratch, payloadType, marker, length);
        System.arraycopy(payload, offset, scratch, packet.payload(), length);
        boolean gone = go(scratch, 0, sequence, ownTimestamp, nowNs);
        sequenceOffset++; // what is relayed around it moves up by one
        if (anchored) {
            timestamp = keep;
            sentNs = keepNs;
        }
        return gone;
    }

    /**
     * Sends another stream's packet as one of ours, rewritten in place: gaps and disorder of its numbers stay visible. Header
     * extensions and contributing sources are taken out.
     */
    public boolean forward(RtpPacket foreign, int payloadType, long nowNs) {
        if (fitting) {
            foreign.marker(true); // RFC 3551 section 4.1: a talkspurt begins
        }
        return pass(foreign, payloadType, nowNs);
    }

    /** The same for a stream whose markers are to stay as they are: in video they end a picture. */
    public boolean pass(RtpPacket foreign, int payloadType, long nowNs) {
        if (fitting) {
            fit(foreign.sequence(), foreign.timestamp(), nowNs);
        }
        foreign.payloadType(payloadType);
        int number = foreign.sequence() + sequenceOffset & 0xFFFF;
        int units = foreign.timestamp() + timestampOffset;
        int start = foreign.start();
        packet.wrapAt(foreign.bytes(), start, foreign.length() - start);
        return go(foreign.bytes(), start, number, units, nowNs);
    }

    /** A foreign packet was not forwarded: its number is closed up, so that it does not look lost. */
    public void skipForeign() {
        if (!fitting) {
            sequenceOffset--;
        }
    }

    private void fit(int sourceSequence, int sourceTimestamp, long nowNs) {
        sequenceOffset = sequence - sourceSequence;
        timestampOffset = timestampAt(nowNs) - sourceTimestamp;
        fitting = false;
    }

    private boolean go(byte[] bytes, int start, int number, int units, long nowNs) {
        packet.sequence(number);
        packet.timestamp(units);
        packet.ssrc(ssrc);
        int length = packet.length();
        int payloadOctets = packet.payloadLength();
        if ((short) (number - sequence) >= 0) {
            sequence = number + 1 & 0xFFFF;
            timestamp = units;
            sentNs = nowNs;
        }
        packets++;
        octets += payloadOctets;
        return wire.send(bytes, start, length);
    }

    /** Our source. */
    public int ssrc() {
        return ssrc;
    }

    /** Packets handed to the wire. */
    public long packets() {
        return packets;
    }

    /** Payload octets handed to the wire. */
    public long octets() {
        return octets;
    }
}
