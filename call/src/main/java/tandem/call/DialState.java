package tandem.call;

import java.util.Optional;

/**
 * How it stands with somebody whom a room calls by itself.
 *
 * @param dial who
 * @param step how far it got
 * @param tries how often it was called in this conference
 * @param call the call's id, where it is being called or has come
 * @param cause why the last try failed, where it did
 */
public record DialState(AutoDial dial, Step step, int tries, Optional<String> call, Optional<Cause> cause) {
    /** How far it got. */
    public enum Step {
        /** Nobody is in the room yet. */
        IDLE,
        CALLING,
        /** It came in when it was called. */
        IN,
        /** It was here before it was called. */
        CAME,
        /** It will be called again. */
        WAITS,
        LEFT,
        FAILED
    }
}
