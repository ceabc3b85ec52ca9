package tandem.call;

/** What a participant may do in a room. */
public enum Role {
    /** May mute the guests, lock the room and end the conference. */
    HOST,
    GUEST
}
