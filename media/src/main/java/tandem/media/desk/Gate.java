package tandem.media.desk;

import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/** Lets through what the peer says unless it is muted or held. */
final class Gate implements Step {
    private final Step next;
    private boolean open;

    Gate(boolean open, Step next) {
        this.open = open;
        this.next = next;
    }

    void open(boolean open) {
        this.open = open;
    }

    @Override
    public void take(Inbound in) {
        if (open) {
            next.take(in);
        }
    }

    @Override
    public String toString() {
        return (open ? "" : "muted ") + next;
    }
}
