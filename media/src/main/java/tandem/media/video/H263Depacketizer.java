package tandem.media.video;

/**
 * RFC 2190: payloads of mode A, and of modes B and C as others send them; bits of an octet that two packets share are put
 * together.
 *
 * <pre>
 * |F|P|SBIT |EBIT | SRC |I|U|S|A|R      |DBQ| TRB |    TR         |    mode A
 * </pre>
 */
final class H263Depacketizer extends Gathering {
    private static final int MODE_A = 4;
    private static final int MODE_B = 8;
    private static final int MODE_C = 12;

    private final H263Picture picture = new H263Picture();
    private int unused; // bits at the end of what is there

    H263Depacketizer(Frames frames) {
        super(frames);
    }

    @Override
    void begin() {
        unused = 0;
        frame.begin();
    }

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        int flags = bytes[offset];
        int head = (flags & 0x80) == 0 ? MODE_A : (flags & 0x40) == 0 ? MODE_B : MODE_C;
        if (length <= head) {
            return false;
        }
        int from = offset + head;
        int end = offset + length;
        if (first != H263Picture.begins(bytes, from, end)) {
            spoil(); // the beginning is missing, or the end of the one before
            return true;
        }
        int skipped = flags >> 3 & 0x07;
        if ((skipped + unused) % 8 != 0 || (skipped > 0 && frame.length == 0)) {
            return false;
        }
        if (skipped > 0) {
            int last = frame.bytes[frame.length - 1] & (0xFF << unused);
            frame.bytes[frame.length - 1] = (byte) (last | (bytes[from] & (0xFF >> skipped)));
            from++;
        }
        unused = flags & 0x07;
        return frame.append(bytes, from, end - from);
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
