package tandem.gateway.webrtc;

import java.util.Optional;
import tandem.call.Cause;
import tandem.call.Pass;

/** Reads the tokens that browsers bring. */
public interface Passes {
    /** What that token lets its holder do, or why it does not. Never throws. */
    Outcome read(String token);

    /** What a token turns out to be. */
    sealed interface Outcome {
        /** The pass, where it is one. */
        default Optional<Pass> pass() {
            return this instanceof Good good ? Optional.of(good.good()) : Optional.empty();
        }

        /** Ours, and in force. */
        record Good(Pass good) implements Outcome {}

        /** Of no use. */
        record Bad(Cause why) implements Outcome {}
    }
}
