package tandem.media.video;

/**
 * RFC 4629 section 5.1. Redundant picture headers are passed over.
 *
 * <pre>
 * |   RR    |P|V|   PLEN    |PEBIT|
 * </pre>
 */
final class H263PlusDepacketizer extends Gathering {
    private static final int HEADER = 2;
    private static final byte[] ZEROS = {0, 0}; // said by the P bit

    private final H263Picture picture = new H263Picture();

    H263PlusDepacketizer(Frames frames) {
        super(frames);
    }

    @Override
    void begin() {
        frame.begin();
    }

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        if (length <= HEADER) {
            return false;
        }
        boolean start = (bytes[offset] & 0x04) != 0;
        int redundant = (bytes[offset] & 0x01) << 5 | (bytes[offset + 1] & 0xF8) >> 3;
        int head = HEADER + ((bytes[offset] & 0x02) == 0 ? 0 : 1) + redundant;
        if (head >= length) {
            return false;
        }
        boolean begins = start && (bytes[offset + head] & 0xFC) == 0x80;
        if (begins != first) {
            spoil(); // the beginning is missing, or the end of the one before
            return true;
        }
        if (start && !frame.append(ZEROS, 0, ZEROS.length)) {
            return false;
        }
        return frame.append(bytes, offset + head, length - head);
    }

    @Override
    boolean finish() {
        frame.end();
        if (!picture.read(frame.bytes, 0, frame.length)) {
            return false;
        }
        frame.key = picture.intra();
        frame.width = picture.width();
        frame.height = picture.height();
        return true;
    }
}
