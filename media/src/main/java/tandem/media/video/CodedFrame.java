package tandem.media.video;

import java.util.Arrays;

/**
 * A coded frame, filled anew for each: one for a depacketizer. H.264 is Annex B with start codes of four octets, AV1 a temporal
 * unit of OBUs with their sizes, all others are what their decoders take.
 */
public final class CodedFrame {
    /** The most octets of a frame. */
    public static final int MAX_OCTETS = 2 << 20;

    /** The most units of a frame. */
    public static final int MAX_UNITS = 2_048;

    /** Its octets from the first on, with room behind them. */
    public byte[] bytes = new byte[8_192];

    /** How many octets. */
    public int length;

    /** The RTP timestamp. */
    public int timestamp;

    /** Whether decoding can begin here. */
    public boolean key;

    /** Picture width as the stream states it, 0 while unknown. */
    public int width;

    /** Picture height as the stream states it, 0 while unknown. */
    public int height;

    private int units;
    private int[] unitAt = new int[16];
    private int[] unitLength = new int[16];

    /** How many units it has: NAL units of H.264, OBUs of AV1, layer frames of VP9, one in all others. */
    public int units() {
        return units;
    }

    /** Where that unit begins (behind its start code). */
    public int unitAt(int unit) {
        return unitAt[unit];
    }

    /** Octets of that unit. */
    public int unitLength(int unit) {
        return unitLength[unit];
    }

    void clear(int stamp) {
        length = 0;
        units = 0;
        key = false;
        timestamp = stamp;
    }

    /** Makes room for that many more octets; false beyond the bound. */
    boolean room(int octets) {
        if (octets > MAX_OCTETS - length) {
            return false;
        }
        if (length + octets > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_OCTETS, Math.max(2 * bytes.length, length + octets)));
        }
        return true;
    }

    boolean append(byte[] from, int offset, int octets) {
        if (!room(octets)) {
            return false;
        }
        System.arraycopy(from, offset, bytes, length, octets);
        length += octets;
        return true;
    }

    boolean append(int octet) {
        if (!room(1)) {
            return false;
        }
        bytes[length++] = (byte) octet;
        return true;
    }

    /** A unit begins behind what is there. */
    boolean begin() {
        if (units == MAX_UNITS) {
            return false;
        }
        if (units == unitAt.length) {
            unitAt = Arrays.copyOf(unitAt, 2 * units);
            unitLength = Arrays.copyOf(unitLength, 2 * units);
        }
        unitAt[units] = length;
        unitLength[units] = 0;
        units++;
        return true;
    }

    /** The unit begun last ends here. */
    void end() {
        unitLength[units - 1] = length - unitAt[units - 1];
    }

    /** Puts a unit with its start code before the unit {@code index}; false beyond the bounds. */
    boolean insert(int index, byte[] unit, int octets) {
        int more = 4 + octets;
        if (!room(more) || !begin()) {
            return false;
        }
        int at = index == 0 ? 0 : unitAt[index - 1] + unitLength[index - 1];
        System.arraycopy(bytes, at, bytes, at + more, length - at);
        length += more;
        for (int i = units - 1; i > index; i--) {
            unitAt[i] = unitAt[i - 1] + more;
            unitLength[i] = unitLength[i - 1];
        }
        bytes[at] = 0;
        bytes[at + 1] = 0;
        bytes[at + 2] = 0;
        bytes[at + 3] = 1;
        System.arraycopy(unit, 0, bytes, at + 4, octets);
        unitAt[index] = at + 4;
        unitLength[index] = octets;
        return true;
    }
}
