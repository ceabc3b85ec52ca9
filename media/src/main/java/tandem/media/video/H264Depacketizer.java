package tandem.media.video;

/**
 * RFC 6184, packetization modes 0 and 1: single NAL units, STAP-A and FU-A become access units of Annex B. The parameter sets
 * heard last, in band or out of band, are put before a key frame that lacks them; without any, no frame is a key frame.
 *
 * <pre>
 * |F|NRI|  24   | size 16 | NAL unit | size 16 | NAL unit ...     STAP-A
 * |F|NRI|  28   |S|E|R| type | fragment ...                       FU-A
 * </pre>
 */
final class H264Depacketizer extends Gathering {
    private static final byte[] START = {0, 0, 0, 1};

    private final H264 words = new H264();
    private final ParameterSets sets = new ParameterSets();
    private final String sprop;
    private boolean fragment;
    private boolean idr;
    private boolean slices;
    private boolean intra;
    private boolean recovery;
    private boolean sequence;
    private boolean picture;

    H264Depacketizer(Frames frames, String sprop) {
        super(frames);
        this.sprop = sprop;
        described();
    }

    private void described() {
        if (!sprop.isEmpty()) {
            sets.read(sprop);
            measure();
        }
    }

    private void measure() {
        // 0 where none was read
        frame.width = sets.last().width();
        frame.height = sets.last().height();
    }

    @Override
    public void reset() {
        super.reset();
        sets.clear();
        described();
    }

    @Override
    void begin() {
        fragment = false;
        idr = false;
        slices = false;
        intra = true;
        recovery = false;
        sequence = false;
        picture = false;
    }

    @Override
    boolean part(byte[] bytes, int offset, int length, boolean first) {
        int type = bytes[offset] & 0x1F;
        if (type == H264.FU_A) {
            return length > 2 && piece(bytes, offset, length, first);
        }
        if (fragment || length < 2) {
            return false; // the last fragment never came, or there is nothing behind the header
        }
        if (type == H264.STAP_A) {
            return length > 4 && aggregate(bytes, offset + 1, offset + length, first);
        }
        if (type == 0 || type > H264.LAST_SINGLE) {
            return false; // interleaved modes are not offered
        }
        check(first, type, bytes[offset + 1]);
        return unit(bytes, offset, length);
    }

    private void check(boolean first, int type, int next) {
        if (first && unsure() && !H264.begins(type, next)) {
            spoil();
        }
    }

    private boolean aggregate(byte[] bytes, int from, int end, boolean first) {
        check(first, bytes[from + 2] & 0x1F, bytes[from + 3]);
        for (int at = from; at < end; ) {
            int size = at + 2 < end ? (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF) : 0;
            at += 2;
            if (size == 0 || size > end - at || !unit(bytes, at, size)) {
                return false;
            }
            at += size;
        }
        return true;
    }

    private boolean piece(byte[] bytes, int offset, int length, boolean first) {
        int head = bytes[offset + 1];
        boolean start = (head & 0x80) != 0;
        if (start == fragment) {
            return false; // begun twice, or never
        }
        int type = head & 0x1F;
        if (start) {
            check(first, type, bytes[offset + 2]);
            fragment = true;
            if (!open() || !frame.append((bytes[offset] & 0xE0) | type)) {
                return false;
            }
        }
        if (!frame.append(bytes, offset + 2, length - 2)) {
            return false;
        }
        if ((head & 0x40) != 0) {
            fragment = false;
            close();
        }
        return true;
    }

    private boolean unit(byte[] bytes, int offset, int length) {
        if (!open() || !frame.append(bytes, offset, length)) {
            return false;
        }
        close();
        return true;
    }

    private boolean open() {
        return frame.append(START, 0, START.length) && frame.begin();
    }

    private void close() {
        frame.end();
        int unit = frame.units() - 1;
        int at = frame.unitAt(unit);
        int length = frame.unitLength(unit);
        switch (frame.bytes[at] & 0x1F) {
            case H264.SLICE -> {
                slices = true;
                intra = intra && words.intra(frame.bytes, at, length);
            }
            case H264.IDR -> idr = true;
            case H264.SEI -> recovery = recovery || words.recovers(frame.bytes, at, length);
            case H264.SPS -> {
                sequence = true;
                if (sets.sequence(frame.bytes, at, length)) {
                    measure();
                }
            }
            case H264.PPS -> picture |= sets.picture(frame.bytes, at, length);
            default -> {} // what a decoder may want to know
        }
    }

    @Override
    boolean finish() {
        if (fragment) {
            return false;
        }
        boolean own = sequence && picture;
        boolean random = idr || (slices && intra && (recovery || own));
        if (random && !own && sets.complete()) {
            boolean delimited = (frame.bytes[frame.unitAt(0)] & 0x1F) == H264.DELIMITER;
            own = sets.insert(frame, delimited ? 1 : 0);
        }
        frame.key = random && own;
        return frame.units() > 0;
    }
}
