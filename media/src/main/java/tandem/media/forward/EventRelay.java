package tandem.media.forward;

import tandem.media.dtmf.Segments;
import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpPacket;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.Step;

/**
 * Carries telephone events (RFC 4733) across: each packet becomes one of the other leg, at the time its event began there, with
 * its duration in the other clock's units; where those are more than a packet can tell, in segments.
 */
public final class EventRelay implements Step {
    private static final int END = 0x80; // in the second octet, RFC 4733 section 2.3
    private static final int DURATION = 2; // octets into the payload
    private static final int PAYLOAD = 4;
    private static final int LATE = 4 * Segments.LONGEST; // units: what is further back is a timeline that begins anew

    private final Outlet to;
    private final byte[] payload = new byte[PAYLOAD];
    private boolean started;
    private boolean ended;
    private int event;
    private int startedHere; // of the segment under way
    private long earlier; // units of the segments before it, here
    private int startedThere;
    private int segment; // there

    /** Towards that peer. */
    public EventRelay(Outlet to) {
        this.to = to;
    }

    /** Another source: its timeline has nothing to do with that of the event in progress. */
    public void restart() {
        started = false;
    }

    @Override
    public void take(Inbound in) {
        RtpPacket packet = in.packet;
        RtpSender sender = to.sender();
        Format out = to.takes().of(Format.Kind.EVENT, to.takes().audio().clockRate());
        if (out.payloadType() < 0 || packet.payloadLength() < PAYLOAD || isOver(packet.timestamp())) {
            sender.skipForeign();
            return;
        }
        System.arraycopy(packet.bytes(), packet.payload(), payload, 0, PAYLOAD);
        boolean begins = begins(packet.timestamp());
        if (begins) {
            startedThere = sender.timestampAt(in.nowNs);
            segment = 0;
        }
        int duration = (payload[DURATION] & 0xFF) << 8 | (payload[DURATION + 1] & 0xFF);
        long units = (earlier + duration) * out.clockRate() / in.format.clockRate();
        int flags = payload[1];
        ended = (flags & END) != 0;
        sender.skipForeign(); // its number is used up by the packet that stands for it
        int current = Segments.index(units);
        if (current > segment) { // the one before tells that it is full
            payload[1] = (byte) (flags & ~END);
            Segments.write(Segments.LONGEST, payload);
            send(out, begins, in.nowNs);
            segment = current;
            begins = false;
        }
        payload[1] = (byte) flags;
        Segments.write((int) Math.max(0, units - Segments.begins(segment)), payload);
        send(out, begins, in.nowNs);
    }

    private void send(Format out, boolean marker, long nowNs) {
        int timestamp = startedThere + (int) Segments.begins(segment);
        to.sender().sendAt(out.payloadType(), marker, timestamp, payload, 0, PAYLOAD, nowNs);
    }

    /** Whether that is a straggler of an event, or of a segment, that another has followed: told now it would begin anew. */
    private boolean isOver(int timestamp) {
        int behind = startedHere - timestamp;
        return started && behind > 0 && behind < LATE;
    }

    /** Whether another event begins with that packet: not with a repetition nor with the next segment of a long one. */
    private boolean begins(int timestamp) {
        int number = payload[0] & 0xFF;
        boolean same = started && number == event;
        if (same && timestamp == startedHere) {
            return false;
        }
        if (same && !ended && timestamp - startedHere == Segments.LONGEST) {
            startedHere = timestamp;
            earlier += Segments.LONGEST;
            return false;
        }
        started = true;
        event = number;
        startedHere = timestamp;
        earlier = 0;
        return true;
    }

    @Override
    public String toString() {
        return "EventRelay";
    }
}
