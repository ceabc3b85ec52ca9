package tandem.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a call goes. */
public sealed interface Route {
    /** Into a room, made on demand where the configuration allows. */
    record ToRoom(String room) implements Route {}

    /** Out to somebody, as a two-leg call; {@link Targets} finds who. */
    sealed interface Outward extends Route {}

    /** Bridged to an address. */
    record ToAddress(String address, Optional<Duration> ring) implements Outward {}

    /** Bridged over a trunk, then over each of {@code others} where it fails. */
    record ToTrunk(String trunk, String number, List<String> others) implements Outward {
        public ToTrunk {
            others = List.copyOf(others);
        }
    }

    /** Bridged to a registered device; {@code otherwise} where it does not answer in time. */
    record ToDevice(String device, Optional<Duration> ring, Optional<Route> otherwise) implements Outward {}

    /** To the reception, which asks for a room number. */
    record Reception(String language, int tries) implements Route {}

    /** Answered, and sent back what it says. */
    record Echo() implements Route {}

    /** Answered, and played a sine tone. */
    record Tone(double hz, double dbm0) implements Route {}

    /** Refused. */
    record Refuse(Cause cause) implements Route {}
}
