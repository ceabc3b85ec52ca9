package tandem.media.desk;

import tandem.media.rtp.Inbound;
import tandem.media.rtp.Step;

/** Looks for keys in what passes. */
final class Dtmf implements Step {
    private final DigitsIn digits;
    private final Step next;

    Dtmf(DigitsIn digits, Step next) {
        this.digits = digits;
        this.next = next;
    }

    @Override
    public void take(Inbound in) {
        digits.take(in);
        next.take(in);
    }

    @Override
    public String toString() {
        return "Dtmf -> " + next;
    }
}
