package tandem.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is described of a floor control stream (RFC 8856, RFC 4583).
 *
 * @param roles what the describing side is willing to be, as listed; none where it is not said
 * @param conference the conference id, 32 bits, unsigned
 * @param user the user id the other side is to have, 16 bits, unsigned
 * @param floors the floors with the streams they are for
 * @param versions of BFCP it speaks (RFC 8856 section 5.5); none where it is not said
 * @param setup who opens the TCP connection (RFC 4145), where no certificate is described with it
 * @param existing whether a connection that is there is to be used on
 */
public record FloorDescription(
        List<Role> roles,
        OptionalLong conference,
        OptionalInt user,
        List<Floor> floors,
        List<Integer> versions,
        Optional<Transport.Setup> setup,
        boolean existing)
        implements StreamDetail {
    /** Nothing said. */
    public static final FloorDescription UNSAID = new FloorDescription(
            List.of(), OptionalLong.empty(), OptionalInt.empty(), List.of(), List.of(), Optional.empty(), false);

    public FloorDescription {
        roles = List.copyOf(roles);
        floors = List.copyOf(floors);
        versions = List.copyOf(versions);
    }

    /** What one side can be to the other (RFC 8856 section 5.1). */
    public enum Role {
        /** Asks for floors. */
        CLIENT("c-only"),
        /** Grants them. */
        SERVER("s-only"),
        /** Either, or both. */
        BOTH("c-s");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** As written. */
        public String word() {
            return word;
        }
    }

    /**
     * A floor.
     *
     * @param id 16 bits, unsigned
     * @param labels of the streams it is for (RFC 4574)
     */
    public record Floor(int id, List<String> labels) {
        public Floor {
            labels = List.copyOf(labels);
        }
    }

    /** Whether the describing side may be a client. Where it offers and says nothing it is (RFC 4583 section 4). */
    public boolean mayBeClient() {
        return roles.isEmpty() || roles.contains(Role.CLIENT) || roles.contains(Role.BOTH);
    }

    /** Whether it may be the server. */
    public boolean mayBeServer() {
        return roles.contains(Role.SERVER) || roles.contains(Role.BOTH);
    }
}
