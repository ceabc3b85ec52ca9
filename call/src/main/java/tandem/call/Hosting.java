package tandem.call;

import java.time.Duration;
import java.util.Optional;

/**
 * What a room is without its hosts.
 *
 * @param waits whether guests wait, with music, until a host is there; empty where they do so if there is a PIN for hosts
 * @param ends whether the conference ends when the last host has left; empty where it does so if guests wait for hosts
 * @param grace how long it goes on before that, for a host to come back
 * @param patience how long somebody waits, for a host or to be let in by one
 */
public record Hosting(Optional<Boolean> waits, Optional<Boolean> ends, Duration grace, Duration patience) {
    /** A minute for a host to come back, a quarter of an hour to wait for one. */
    public static final Hosting USUAL =
            new Hosting(Optional.empty(), Optional.empty(), Duration.ofMinutes(1), Duration.ofMinutes(15));

    /** The same with guests waiting or not; empty leaves it to the PIN. */
    public Hosting withWaits(Optional<Boolean> other) {
        return new Hosting(other, ends, grace, patience);
    }

    /** The same, ending without hosts or not; empty leaves it to whether guests wait. */
    public Hosting withEnds(Optional<Boolean> other) {
        return new Hosting(waits, other, grace, patience);
    }

    /** The same with another time for a host to come back. */
    public Hosting withGrace(Duration other) {
        return new Hosting(waits, ends, other, patience);
    }

    /** The same with another time to wait. */
    public Hosting withPatience(Duration other) {
        return new Hosting(waits, ends, grace, other);
    }
}
