package tandem.media.video;

/** Words of H.264 (table 7-1) and of its payload format (RFC 6184 section 5.2). */
final class H264 {
    static final int SLICE = 1;
    static final int IDR = 5;
    static final int SEI = 6;
    static final int SPS = 7;
    static final int PPS = 8;
    static final int DELIMITER = 9;
    static final int FILLER = 12;
    static final int PREFIX = 14; // says of what layer the slice behind it is
    static final int LAST_SINGLE = 23;
    static final int STAP_A = 24;
    static final int FU_A = 28;

    private static final int RECOVERY_POINT = 6;

    private final Bits bits = new Bits();

    /** Whether a slice can be decoded without others: its type is I or SI (table 7-6). */
    boolean intra(byte[] bytes, int offset, int length) {
        bits.wrapEscaped(bytes, offset + 1, offset + length);
        bits.ue(); // first_mb_in_slice
        int type = bits.ue() % 5;
        return !bits.over() && (type == 2 || type == 4);
    }

    /** Whether an SEI says that decoding can begin at this very frame (annex D.1.8). */
    boolean recovers(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        while (at + 2 < end) {
            int type = 0;
            while (at < end && (bytes[at] & 0xFF) == 0xFF) {
                type += 255;
                at++;
            }
            type += at < end ? bytes[at++] & 0xFF : 0;
            int size = 0;
            while (at < end && (bytes[at] & 0xFF) == 0xFF) {
                size += 255;
                at++;
            }
            size += at < end ? bytes[at++] & 0xFF : 0;
            if (type == RECOVERY_POINT && at < end) {
                bits.wrapEscaped(bytes, at, Math.min(end, at + size));
                return bits.ue() == 0 && !bits.over();
            }
            at += size;
        }
        return false;
    }

    /** Whether a NAL unit of that type, followed by that octet, begins an access unit or could (section 7.4.1.2.3). */
    static boolean begins(int type, int next) {
        return switch (type) {
            case SLICE, IDR -> (next & 0x80) != 0; // first_mb_in_slice is 0
            case SEI, SPS, PPS, DELIMITER, PREFIX -> true;
            default -> false;
        };
    }
}
