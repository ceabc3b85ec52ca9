package tandem.call;

/** Where a participant is: in its room, or at the door. */
public enum Presence {
    /** In it: hears and is heard. */
    IN,
    /** At the door, with music, until a host is there. */
    WAITS_FOR_HOST,
    /** At the door, with music, until a host lets it in. */
    KNOCKS;

    /** Whether it is at the door. */
    public boolean waits() {
        return this != IN;
    }
}
