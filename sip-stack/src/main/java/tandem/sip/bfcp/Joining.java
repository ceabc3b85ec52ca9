package tandem.sip.bfcp;

import java.util.Optional;

/**
 * As what somebody takes part.
 *
 * @param chair whether it may decide over requests of others, and ask for others
 * @param announced whether it is told of all floors, from the first moment and without asking: some terminals never ask, and some say
 *     nothing before they heard of us
 * @param displayName a name for people
 */
public record Joining(boolean chair, boolean announced, Optional<String> displayName) {
    /** A participant that is told of all floors. */
    public static Joining participant(String displayName) {
        return new Joining(false, true, Optional.of(displayName));
    }
}
