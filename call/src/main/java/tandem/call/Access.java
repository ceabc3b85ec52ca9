package tandem.call;

import java.util.Optional;

/** What becomes of somebody who has shown who he is and wants into a room. */
enum Access {
    ENTERS,
    /** Until a host is there. */
    WAITS,
    /** Until a host lets it in. */
    KNOCKS,
    LOCKED,
    FULL;

    /** What becomes of who arrived so, in that role, at the room of that name; {@code there} is it where it is open already. */
    static Access of(Arrival arrival, String room, Role role, RoomSettings settings, Optional<Room> there) {
        Optional<Access> shut = shut(settings, there);
        if (shut.isPresent() && (role != Role.HOST || shut.get() == FULL)) {
            return shut.get();
        }
        if (role == Role.HOST) {
            return ENTERS;
        }
        if (locked(settings, there)) {
            return KNOCKS;
        }
        boolean invited = arrival.passTo(room).isPresent();
        if (knocks(arrival.guest() && !invited, settings, there)) {
            return KNOCKS;
        }
        boolean hosted = there.filter(Room::hosted).isPresent();
        return settings.waitsForHost() && !hosted ? WAITS : ENTERS;
    }

    /** Why no guest gets in now, whoever it is: the room is {@link #FULL}, or {@link #LOCKED} without a lobby to knock at. */
    static Optional<Access> shut(RoomSettings settings, Optional<Room> there) {
        if (there.map(Room::full).orElse(settings.maxParticipants() <= 0)) {
            return Optional.of(FULL);
        }
        return locked(settings, there) && settings.lobby() == Lobby.OFF ? Optional.of(LOCKED) : Optional.empty();
    }

    private static boolean locked(RoomSettings settings, Optional<Room> there) {
        return there.map(Room::locked).orElse(settings.locked());
    }

    private static boolean knocks(boolean stranger, RoomSettings settings, Optional<Room> there) {
        return switch (settings.lobby()) {
            case OFF -> false;
            case GUESTS -> stranger;
            // Where nothing says who is a host, the first one is: nobody else could let anybody in.
            case ALL ->
                settings.namesHosts()
                        || there.filter(room -> !room.participants().isEmpty()).isPresent();
        };
    }
}
