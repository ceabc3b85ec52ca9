package tandem.media.desk;

import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/**
 * Where what is believed begins to be worked on: a codec that fails there, or cannot be opened, would fail with each packet, and
 * so ends the call.
 */
final class Careful implements Step {
    private final MediaPath path;
    private final Step next;

    Careful(MediaPath path, Step next) {
        this.path = path;
        this.next = next;
    }

    @Override
    public void take(Inbound in) {
        try {
            next.take(in);
        } catch (RuntimeException | AssertionError | StackOverflowError | LinkageError bug) {
            path.broken(bug);
        }
    }

    @Override
    public String toString() {
        return next.toString();
    }
}
