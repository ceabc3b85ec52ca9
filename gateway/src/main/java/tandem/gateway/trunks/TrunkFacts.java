package tandem.gateway.trunks;

import java.time.Instant;
import java.util.Optional;

/**
 * How one trunk stands.
 *
 * @param name in the dial plan
 * @param mode register or peer
 * @param host where it is, as configured
 * @param username of the account, or empty
 * @param state how we stand with it
 * @param since when that state began
 * @param failure what is wrong, in words; of the last time where nothing is wrong now, then with its time in {@code failedAt}
 * @param failedAt when that was
 * @param expires when the registration would end if it were not renewed
 * @param address the address it answered from last, and by what, or empty
 * @param seenAs our address as it sees us, or empty
 * @param calls up or ringing, out and in
 * @param minutesToday spoken out by it
 * @param refused calls it did not let out since the start
 */
public record TrunkFacts(
        String name,
        String mode,
        String host,
        String username,
        TrunkState state,
        Instant since,
        Optional<String> failure,
        Optional<Instant> failedAt,
        Optional<Instant> expires,
        String address,
        String seenAs,
        int calls,
        long minutesToday,
        long refused) {
    /** Whether what is in {@code failure} is so now. */
    public boolean failed() {
        return failure.isPresent() && failedAt.filter(at -> !at.isBefore(since)).isPresent();
    }
}
