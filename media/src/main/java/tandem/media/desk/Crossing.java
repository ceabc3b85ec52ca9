package tandem.media.desk;

import org.jspecify.annotations.Nullable;
import tandem.media.AudioCodec;
import tandem.media.codec.EncoderSettings;
import tandem.media.forward.EventRelay;
import tandem.media.forward.Relay;
import tandem.media.forward.Transcoder;
import tandem.media.rtp.Format;
import tandem.media.rtp.Inbound;

/**
 * One direction of a two-leg call, or an echo: what this session receives leaves by that one, relayed where that peer takes the
 * codec in packets of that length, else transcoded. Decided packet by packet, since a peer may change its codec at any time.
 *
 * <p>Keys that come as tones in G.711, because this peer has no events, are recognised for one that has them: it gets the event
 * and not the tone. Where neither has events the tone goes across as it is.
 */
final class Crossing implements Flow {
    private final MediaPath from;
    private final MediaPath to;
    private final Relay relay;
    private final EventRelay events;
    private @Nullable Transcoder transcoder; // made when first needed
    private int madeForType = -1;
    private int madeForPlan = -1;

    Crossing(MediaPath from, MediaPath to, String name) {
        this.from = from;
        this.to = to;
        this.relay = new Relay(to, name);
        this.events = relay.events();
    }

    @Override
    public boolean atOnce() {
        return true;
    }

    @Override
    public void take(Inbound in) {
        if (in.newSource) {
            events.restart();
        }
        switch (in.format.kind()) {
            case AUDIO -> audio(in);
            case EVENT -> event(in);
            case NOISE, UNKNOWN -> {
                if (transcoder == null) {
                    relay.take(in);
                }
            }
        }
    }

    private void event(Inbound in) {
        if (transcoder == null) {
            relay.take(in);
        } else if (to.open()) {
            events.take(in);
        }
    }

    private void audio(Inbound in) {
        AudioCodec codec = in.format.codec().orElseThrow();
        if (from.toneDown()) {
            hush(in);
            return;
        }
        if (!to.takes().of(codec).unknown() && to.likes(codec, in.packet.payloadLength())) {
            drop();
            relay.take(in);
            return;
        }
        if (!to.takes().audio().unknown()) {
            transcoder(in.format, codec).take(in);
        }
    }

    /** A key sounds in it, which goes across as an event. */
    private void hush(Inbound in) {
        if (transcoder == null) {
            to.sender().skipForeign();
        } else {
            transcoder.hush(in);
        }
    }

    /** The one for that format; decided anew only when the format or the peer's wishes changed. */
    private Transcoder transcoder(Format from, AudioCodec codec) {
        Transcoder present = transcoder;
        boolean asBefore = madeForType == from.payloadType() && madeForPlan == to.plans();
        if (present != null && asBefore) {
            return present;
        }
        madeForType = from.payloadType();
        madeForPlan = to.plans();
        EncoderSettings settings = to.encoding(codec);
        if (present != null && present.fits(from, settings)) {
            return present;
        }
        drop();
        Transcoder made = new Transcoder(to, from, settings);
        transcoder = made;
        return made;
    }

    private void drop() {
        if (transcoder != null) {
            transcoder.close();
            transcoder = null;
            to.sender().newSource();
        }
    }

    @Override
    public boolean hearsTones(AudioCodec codec) {
        return (codec == AudioCodec.PCMU || codec == AudioCodec.PCMA) && to.takesEvents();
    }

    @Override
    public void second(int lossPercent) {
        if (transcoder != null) {
            transcoder.expectedLoss(to.lossSeenPercent());
        }
    }

    @Override
    public void end() {
        drop();
    }

    @Override
    public String toString() {
        return transcoder == null ? relay.toString() : transcoder.toString();
    }
}
