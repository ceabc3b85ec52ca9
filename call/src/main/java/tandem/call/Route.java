package tandem.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a call goes. */
public sealed interface Route {
    /** Into a room, made on demand where the configuration allows. */
    record ToRoom(String room) implements Route {}

    /** Out to somebody, as a two-leg call; {@link Targets} finds who. */
    sealed interface Outward extends Route {
        /** How long it may ring there, where the route says so. */
        Optional<Duration> ring();

        /** To whom an administrator names: over that trunk, at an address, or at the device of that number. */
        static Outward named(String to, Optional<String> trunk) {
            return trunk.<Outward>map(name -> new ToTrunk(name, to, List.of()))
                    .orElseGet(() -> to.indexOf(':') < 0
                            ? new ToDevice(to, Optional.empty(), Optional.empty())
                            : new ToAddress(to, Optional.empty()));
        }
    }

    /** Bridged to an address. */
    record ToAddress(String address, Optional<Duration> ring) implements Outward {}

    /** Bridged over a trunk, then over each of {@code others} where it fails. */
    record ToTrunk(String trunk, String number, List<String> others) implements Outward {
        public ToTrunk {
            others = List.copyOf(others);
        }

        @Override
        public Optional<Duration> ring() {
            return Optional.empty();
        }
    }

    /** Bridged to a registered device, or to whoever of several takes it first; {@code otherwise} where nobody does in time. */
    record ToDevice(List<String> devices, Optional<Duration> ring, Optional<Route> otherwise) implements Outward {
        public ToDevice {
            devices = List.copyOf(devices);
        }

        /** To that one device. */
        public ToDevice(String device, Optional<Duration> ring, Optional<Route> otherwise) {
            this(List.of(device), ring, otherwise);
        }
    }

    /** To the reception, which asks for a room number. */
    record Reception(String language, int tries) implements Route {}

    /** Answered, and sent back what it says. */
    record Echo() implements Route {}

    /** Answered, and played a sine tone. */
    record Tone(double hz, double dbm0) implements Route {}

    /** Refused. */
    record Refuse(Cause cause) implements Route {}
}
