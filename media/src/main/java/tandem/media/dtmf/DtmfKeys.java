package tandem.media.dtmf;

/** The sixteen keys: their numbers as RFC 4733 events and their pairs of tones (ITU-T Q.23). */
public final class DtmfKeys {
    private static final String KEYS = "0123456789*#ABCD";
    private static final String GRID = "123A456B789C*0#D";
    private static final int[] LOW = {697, 770, 852, 941};
    private static final int[] HIGH = {1_209, 1_336, 1_477, 1_633};

    private DtmfKeys() {}

    /** The key of an event, 0 to 15. */
    public static char ofEvent(int event) {
        return KEYS.charAt(event);
    }

    /** The event of a key, or -1 where it is none. */
    public static int event(char key) {
        return KEYS.indexOf(Character.toUpperCase(key));
    }

    /** Whether that is one of the keys. */
    public static boolean isKey(char key) {
        return event(key) >= 0;
    }

    /** The lower frequency of a key in Hz. */
    public static int low(char key) {
        return LOW[GRID.indexOf(Character.toUpperCase(key)) / 4];
    }

    /** The higher frequency of a key in Hz. */
    public static int high(char key) {
        return HIGH[GRID.indexOf(Character.toUpperCase(key)) % 4];
    }

    /** The key in that row and column of the keypad, 0 to 3 each. */
    static char at(int row, int column) {
        return GRID.charAt(4 * row + column);
    }

    static int lowOf(int row) {
        return LOW[row];
    }

    static int highOf(int column) {
        return HIGH[column];
    }
}
