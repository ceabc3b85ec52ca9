package tandem.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds whom to dial: addresses by DNS, devices by the registrar, trunks by the configuration. On the signalling loop. */
public interface Targets {
    /**
     * Finds where the route leads, for that caller, and tells {@code then} exactly once, on the signalling loop: at once, or when a
     * lookup has ended.
     *
     * @param caller who calls; empty where a room calls out
     */
    void find(Route.Outward route, Optional<Arrival> caller, Consumer<Found> then);

    /** What was found. */
    sealed interface Found {
        /** These, to be tried in order: the next where the one before could not be reached. Never empty. */
        record Dial(List<Target> targets) implements Found {
            public Dial {
                targets = List.copyOf(targets);
            }
        }

        /**
         * These, to be rung until somebody takes the call: the targets of a group together, the next group where nobody of the one
         * before did, for whatever reason (RFC 3261 section 16.6). They share the time the call may ring. Never empty.
         */
        record Ring(List<Group> groups) implements Found {
            public Ring {
                groups = List.copyOf(groups);
            }
        }

        /** Nobody. */
        record Nobody(Cause why) implements Found {}
    }
    /**
     * Targets that are rung together. Never empty.
     *
     * @param targets each of them
     * @param onePerson whether all are one person's: who declines at one of them is not rung at the others any longer
     */
    record Group(List<Target> targets, boolean onePerson) {
        public Group {
            targets = List.copyOf(targets);
        }
    }
}
