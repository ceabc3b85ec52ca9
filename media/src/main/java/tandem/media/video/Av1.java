package tandem.media.video;

/** Words of AV1's bitstream (section 5.3 and 6.2.2). */
final class Av1 {
    static final int SEQUENCE_HEADER = 1;
    static final int TEMPORAL_DELIMITER = 2;
    static final int FRAME_HEADER = 3;
    static final int FRAME = 6;
    static final int TILE_LIST = 8;
    static final int PADDING = 15;
    static final int HAS_SIZE = 0x02;
    static final int HAS_EXTENSION = 0x04;

    private static final int MOST_SIZE_OCTETS = 4;

    private Av1() {}

    /** The type an OBU header states. */
    static int type(int header) {
        return header >> 3 & 0x0F;
    }

    /** Whether RTP leaves out OBUs of that type (payload format, section 5). */
    static boolean left(int type) {
        return type == TEMPORAL_DELIMITER || type == TILE_LIST || type == PADDING;
    }

    /** Octets of the number that begins there (section 4.10.5), or 0 when it is cut off or absurd. */
    static int sizeOctets(byte[] bytes, int at, int end) {
        for (int i = 0; i < MOST_SIZE_OCTETS && at + i < end; i++) {
            if ((bytes[at + i] & 0x80) == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The number that begins there in that many octets. */
    static int size(byte[] bytes, int at, int octets) {
        int value = 0;
        for (int i = 0; i < octets; i++) {
            value |= (bytes[at + i] & 0x7F) << (7 * i);
        }
        return value;
    }
}
