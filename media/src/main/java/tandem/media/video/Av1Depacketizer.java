package tandem.media.video;

/**
 * AOMedia's RTP payload format for AV1, sections 4.4 and 5: OBU elements become a temporal unit of OBUs with their sizes, begun by a
 * temporal delimiter, as the low-overhead format has it (AV1 section 5.2).
 *
 * <pre>
 * |Z|Y| W |N|-|-|-|     Z: goes on from the packet before, Y: goes on in the next, W: how many elements, N: a sequence begins
 * </pre>
 */
final class Av1Depacketizer extends Gathering {
    private static final int SIZE = 4; // octets reserved for the size of an OBU

    private final Av1Sequence sequence = new Av1Sequence();
    private final Bits bits = new Bits();
    private boolean pending;
    private boolean passing;
    private int sizeAt;
    private boolean begins;
    private boolean described;
    private boolean headed;
    private boolean intra;

    Av1Depacketizer(Frames frames) {
        super(frames);
    }

    @Override
    void begin() {
        pending = false;
        passing = false;
        begins = false;
        described = false;
        headed = false;
        intra = false;
        frame.begin();
        frame.append(Av1.TEMPORAL_DELIMITER << 3 | Av1.HAS_SIZE);
        frame.append(0);
        frame.end();
    }

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        int head = bytes[offset];
        boolean goesOn = (head & 0x80) != 0;
        if (goesOn != pending) {
            spoil(); // its beginning is missing, or its end
            return true;
        }
        begins |= (head & 0x08) != 0;
        int count = head >> 4 & 0x03;
        int end = offset + length;
        int at = offset + 1;
        for (int element = 1; at < end; element++) {
            int size = end - at;
            if (element != count) {
                int octets = Av1.sizeOctets(bytes, at, end);
                size = Av1.size(bytes, at, octets);
                at += octets;
            }
            if (size == 0 || size > end - at || (count > 0 && element > count)) {
                return false;
            }
            boolean cut = at + size == end && (head & 0x40) != 0;
            if (!element(bytes, at, size, cut)) {
                return false;
            }
            at += size;
        }
        return length > 1;
    }

    private boolean element(byte[] bytes, int at, int size, boolean cut) {
        int from = at;
        if (!pending) {
            from = header(bytes, at, at + size);
            if (from < 0) {
                return false;
            }
        }
        pending = cut;
        if (passing) {
            return true;
        }
        if (!frame.append(bytes, from, at + size - from)) {
            return false;
        }
        if (!cut) {
            close();
        }
        return true;
    }

    /** An OBU begins; returns where what follows its header and size does, or -1. */
    private int header(byte[] bytes, int from, int end) {
        int header = bytes[from];
        int at = from + ((header & Av1.HAS_EXTENSION) == 0 ? 1 : 2);
        if ((header & 0x80) != 0 || at > end) {
            return -1;
        }
        passing = Av1.left(Av1.type(header));
        if (!passing) {
            if (!frame.begin() || !frame.append(header | Av1.HAS_SIZE)) {
                return -1;
            }
            if (at - from == 2 && !frame.append(bytes[from + 1])) {
                return -1;
            }
            sizeAt = frame.length;
            for (int i = 0; i < SIZE; i++) {
                if (!frame.append(0)) {
                    return -1;
                }
            }
        }
        if ((header & Av1.HAS_SIZE) == 0) {
            return at;
        }
        int octets = Av1.sizeOctets(bytes, at, end);
        return octets == 0 ? -1 : at + octets;
    }

    private void close() {
        int body = sizeAt + SIZE;
        int size = frame.length - body;
        for (int i = 0; i < SIZE; i++) {
            frame.bytes[sizeAt + i] = (byte) (((size >> (7 * i)) & 0x7F) | (i + 1 < SIZE ? 0x80 : 0));
        }
        frame.end();
        switch (Av1.type(frame.bytes[frame.unitAt(frame.units() - 1)])) {
            case Av1.SEQUENCE_HEADER -> {
                if (sequence.read(frame.bytes, body, size)) {
                    described = true;
                    frame.width = sequence.width();
                    frame.height = sequence.height();
                }
            }
            case Av1.FRAME, Av1.FRAME_HEADER -> {
                if (!headed) {
                    headed = true;
                    bits.wrap(frame.bytes, body, frame.length);
                    intra = sequence.still() || bits.bits(3) == 0; // not shown again, and a key frame
                }
            }
            default -> {} // what a decoder may want to know
        }
    }

    @Override
    boolean finish() {
        frame.key = described && (intra || begins);
        return !pending && frame.units() > 1;
    }
}
