package tandem.media.dtmf;

/**
 * How an event is told that lasts longer than its 16-bit duration can say (RFC 4733 section 2.5.1.3): in segments of 0xFFFF
 * units, each at the timestamp where the one before ends.
 */
public final class Segments {
    /** The longest duration a packet can tell, in units of the clock. */
    public static final int LONGEST = 0xFFFF;

    private Segments() {}

    /** In which segment that duration since the event's beginning lies, from 0. */
    public static int index(long units) {
        return units <= 0 ? 0 : (int) ((units - 1) / LONGEST);
    }

    /** How far into the event that segment begins. */
    public static long begins(int index) {
        return (long) index * LONGEST;
    }

    /** Writes a duration where a telephone-event payload has it. */
    public static void write(int units, byte[] payload) {
        payload[2] = (byte) (units >> 8);
        payload[3] = (byte) units;
    }
}
