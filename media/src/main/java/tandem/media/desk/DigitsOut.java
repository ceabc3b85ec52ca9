package tandem.media.desk;

import org.jspecify.annotations.Nullable;
import tandem.media.dtmf.InbandTones;
import tandem.media.dtmf.Rfc4733Sender;
import tandem.media.rtp.Format;

/** Keys we press towards one peer: as events where it takes them, else as tones. */
final class DigitsOut implements MediaLoop.Ticked, OfCall {
    private static final int TONE_RATE = 48_000;

    private final MediaPath path;
    private @Nullable Rfc4733Sender events; // made with the first key
    private @Nullable InbandTones tones; // made with the first key of a peer that takes no events
    private int eventClock;

    DigitsOut(MediaPath path) {
        this.path = path;
    }

    void press(char key, int durationMs) {
        Format format = eventFormat();
        if (format.unknown()) {
            sound(key, durationMs);
            return;
        }
        Rfc4733Sender sender = events;
        if (sender == null || eventClock != format.clockRate()) {
            eventClock = format.clockRate();
            sender = new Rfc4733Sender(eventClock, this::send);
            events = sender;
        }
        sender.press(key, durationMs);
        path.loop().tickOn(this);
    }

    private Format eventFormat() {
        return path.takes().of(Format.Kind.EVENT, path.takes().audio().clockRate());
    }

    private void sound(char key, int durationMs) {
        InbandTones present = tones;
        if (present == null) {
            present = new InbandTones(TONE_RATE);
            tones = present;
        }
        boolean quiet = !present.busy();
        present.press(key, durationMs);
        if (quiet) {
            path.playTones(present);
        }
    }

    /** Whether events are being sent: audio rests meanwhile. */
    boolean busy() {
        return events != null && events.busy();
    }

    @Override
    public String call() {
        return path.call();
    }

    @Override
    public void tick(long dueNs) {
        Rfc4733Sender sender = events;
        if (sender == null) {
            return;
        }
        sender.tick(path.sender().timestampAt(path.loop().clock().nowNs()));
        if (!sender.busy()) {
            path.loop().tickOff(this);
            path.sender().newSource();
        }
    }

    private void send(byte[] payload, int length, int timestamp, boolean marker) {
        int type = eventFormat().payloadType();
        if (type >= 0 && path.canSend()) {
            path.sender()
                    .sendAt(
                            type,
                            marker,
                            timestamp,
                            payload,
                            0,
                            length,
                            path.loop().clock().nowNs());
        }
    }
}
