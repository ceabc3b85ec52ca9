package tandem.call;

/** Who waits at a room's door until a host lets them in. Hosts never do. */
public enum Lobby {
    OFF,
    /** Who is neither a device of ours nor comes by a trunk, and has no token for the room. */
    GUESTS,
    /** Everybody. */
    ALL
}
