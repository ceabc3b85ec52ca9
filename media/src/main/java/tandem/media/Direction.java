package tandem.media;

/** Who may send on a stream, seen from the side that describes it (RFC 3264 section 5.1). */
public enum Direction {
    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    /** The direction with these two halves. */
    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /** Whether the describing side sends. */
    public boolean sends() {
        return sends;
    }

    /** Whether the describing side receives. */
    public boolean receives() {
        return receives;
    }

    /** The same stream seen from the other side. */
    public Direction mirrored() {
        return of(/* sends= */ receives, /* receives= */ sends);
    }

    /** What is left of this direction where {@code limit} is all that is allowed. */
    public Direction and(Direction limit) {
        return of(sends && limit.sends, receives && limit.receives);
    }
}
