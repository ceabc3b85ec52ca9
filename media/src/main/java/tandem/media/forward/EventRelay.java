package tandem.media.forward;

import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpPacket;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.Step;

/**
 * Carries telephone events (RFC 4733) across: each packet becomes one of the other leg, at the time its event began there, with
 * its duration in the other clock's units.
 */
public final class EventRelay implements Step {
    private static final int DURATION = 2; // octets into the payload, RFC 4733 section 2.3
    private static final int PAYLOAD = 4;

    private final Outlet to;
    private final byte[] payload = new byte[PAYLOAD];
    private boolean started;
    private int startedHere;
    private int startedThere;

    /** Towards that peer. */
    public EventRelay(Outlet to) {
        this.to = to;
    }

    @Override
    public void take(Inbound in) {
        RtpPacket packet = in.packet;
        RtpSender sender = to.sender();
        Format out = to.takes().of(Format.Kind.EVENT, to.takes().audio().clockRate());
        if (out.payloadType() < 0 || packet.payloadLength() < PAYLOAD) {
            sender.skipForeign();
            return;
        }
        boolean begins = !started || packet.timestamp() != startedHere;
        if (begins) {
            started = true;
            startedHere = packet.timestamp();
            startedThere = sender.timestampAt(in.nowNs);
        }
        System.arraycopy(packet.bytes(), packet.payload(), payload, 0, PAYLOAD);
        int duration = (payload[DURATION] & 0xFF) << 8 | (payload[DURATION + 1] & 0xFF);
        int scaled = (int) Math.min(0xFFFF, (long) duration * out.clockRate() / in.format.clockRate());
        payload[DURATION] = (byte) (scaled >> 8);
        payload[DURATION + 1] = (byte) scaled;
        sender.skipForeign(); // its number is used up by the packet that stands for it
        sender.sendAt(out.payloadType(), begins, startedThere, payload, 0, PAYLOAD, in.nowNs);
    }

    @Override
    public String toString() {
        return "EventRelay";
    }
}
