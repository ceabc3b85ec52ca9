package tandem.call;

/** What those in a room hear when somebody joins or leaves. */
public enum Announcements {
    OFF,
    /** A rising tone for one who joins, a falling one for one who leaves. */
    TONES,
    /** The number of the one who joins or leaves, digit by digit; a tone where it has none. */
    NAMES
}
