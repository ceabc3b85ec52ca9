package tandem.gateway.trunks;

import java.time.Instant;
import java.util.Optional;

/**
 * A call that went out by a trunk before this process was there.
 *
 * @param trunk its name
 * @param began when it was made
 * @param answered when it was taken, if it was
 * @param ended when it was over
 */
public record Spent(String trunk, Instant began, Optional<Instant> answered, Instant ended) {}
