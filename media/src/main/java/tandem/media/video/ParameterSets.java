package tandem.media.video;

import java.util.Arrays;
import java.util.Base64;

/** The parameter sets of a stream heard last, by their ids; bounded. */
final class ParameterSets {
    private static final int SEQUENCES = 4;
    private static final int PICTURES = 8;
    private static final int LONGEST = 512;
    private static final int MOST_PICTURE_IDS = 256;

    private final Sps sps = new Sps();
    private final Bits bits = new Bits();
    private final byte[][] sets = new byte[SEQUENCES + PICTURES][LONGEST];
    private final int[] lengths = new int[SEQUENCES + PICTURES];
    private final int[] ids = new int[SEQUENCES + PICTURES];
    private int turn;

    /** Keeps a sequence parameter set; false when it is malformed or too long to be kept. */
    boolean sequence(byte[] bytes, int offset, int length) {
        if (length > LONGEST || !sps.read(bytes, offset, length)) {
            return false;
        }
        keep(0, SEQUENCES, sps.id(), bytes, offset, length);
        return true;
    }

    /** Keeps a picture parameter set; false when it is malformed or too long to be kept. */
    boolean picture(byte[] bytes, int offset, int length) {
        int id = bits.wrapEscaped(bytes, offset + 1, offset + length).ue();
        if (length > LONGEST || bits.over() || id >= MOST_PICTURE_IDS) {
            return false;
        }
        keep(SEQUENCES, SEQUENCES + PICTURES, id, bytes, offset, length);
        return true;
    }

    private void keep(int from, int to, int id, byte[] bytes, int offset, int length) {
        int free = -1;
        for (int i = from; i < to; i++) {
            if (lengths[i] > 0 && ids[i] == id) {
                free = i;
                break;
            }
            if (lengths[i] == 0 && free < 0) {
                free = i;
            }
        }
        if (free < 0) {
            turn = (turn + 1) & 7;
            free = from + turn % (to - from);
        }
        System.arraycopy(bytes, offset, sets[free], 0, length);
        lengths[free] = length;
        ids[free] = id;
    }

    /** Reads {@code sprop-parameter-sets} (RFC 6184 section 8.1); what is none of it is passed over. */
    void read(String sprop) {
        for (String part : sprop.split(",", SEQUENCES + PICTURES)) {
            one(part.strip());
        }
    }

    private void one(String base64) {
        byte[] unit;
        try {
            unit = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return;
        }
        int type = unit.length < 2 ? 0 : unit[0] & 0x1F;
        if (type == H264.SPS) {
            sequence(unit, 0, unit.length);
        } else if (type == H264.PPS) {
            picture(unit, 0, unit.length);
        }
    }

    /** Whether there is one of both. */
    boolean complete() {
        return any(0, SEQUENCES) && any(SEQUENCES, SEQUENCES + PICTURES);
    }

    private boolean any(int from, int to) {
        for (int i = from; i < to; i++) {
            if (lengths[i] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Puts all of them before the unit {@code index}, sequences first; false beyond the frame's bounds. */
    boolean insert(CodedFrame frame, int index) {
        int at = index;
        for (int i = 0; i < sets.length; i++) {
            if (lengths[i] > 0) {
                if (!frame.insert(at, sets[i], lengths[i])) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    void clear() {
        Arrays.fill(lengths, 0);
    }

    /** The sequence parameter set read last. */
    Sps last() {
        return sps;
    }
}
