package tandem.media.desk;

import tandem.media.forward.Relay;
import tandem.media.rtp.Inbound;

/** One direction of a two-leg call, or an echo: what this session receives leaves by that one. */
final class Crossing implements Flow {
    private final MediaPath to;
    private final Relay relay;

    Crossing(MediaPath to, String name) {
        this.to = to;
        this.relay = new Relay(to, name);
    }

    @Override
    public void take(Inbound in) {
        relay.take(in);
    }

    MediaPath to() {
        return to;
    }

    @Override
    public String toString() {
        return relay.toString();
    }
}
