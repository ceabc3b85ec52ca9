package tandem.media.forward;

import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.Step;

/**
 * Passes packets of one leg on to the other, undecoded: only source, sequence, timestamp and payload type become those of the
 * other leg. Also an echo, where the other leg is the same one.
 */
public final class Relay implements Step {
    private final Outlet to;
    private final EventRelay events;
    private final String name;

    /** A relay to that peer; {@code name} says in a log what it is for. */
    public Relay(Outlet to, String name) {
        this.to = to;
        this.events = new EventRelay(to);
        this.name = name;
        to.sender().newSource();
    }

    /** What carries telephone events across, also for who does something else with the audio. */
    public EventRelay events() {
        return events;
    }

    @Override
    public void take(Inbound in) {
        if (in.newSource) {
            events.restart();
        }
        RtpSender sender = to.sender();
        if (!to.open()) {
            sender.skipForeign(); // a hold is no loss
            return;
        }
        if (in.newSource) {
            sender.newSource();
        }
        if (in.format.kind() == Format.Kind.EVENT) {
            events.take(in);
            return;
        }
        Format out = counterpart(in.format);
        if (out.payloadType() < 0) {
            sender.skipForeign();
            return;
        }
        sender.forward(in.packet, out.payloadType(), in.nowNs);
    }

    private Format counterpart(Format format) {
        return switch (format.kind()) {
            case AUDIO -> to.takes().of(format.codec().orElseThrow());
            case NOISE -> to.takes().of(Format.Kind.NOISE, format.clockRate());
            case EVENT, UNKNOWN -> Format.UNKNOWN;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
