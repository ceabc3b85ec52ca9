package tandem.media.video;

/** Reads bits, most significant first. Past the end it reads zeros and says so. */
final class Bits {
    private static final int LONGEST_GOLOMB = 30;

    private byte[] bytes = {};
    private int at;
    private int end;
    private int left;
    private int current;
    private int zeros;
    private boolean escaped;
    private boolean over;

    /** Reads from {@code from} up to {@code end}. */
    Bits wrap(byte[] in, int from, int to) {
        bytes = in;
        at = from;
        end = to;
        left = 0;
        zeros = 0;
        escaped = false;
        over = from > to;
        return this;
    }

    /** The same, leaving out the octet 3 after two zeros (H.264 section 7.4.1.1). */
    Bits wrapEscaped(byte[] in, int from, int to) {
        wrap(in, from, to);
        escaped = true;
        return this;
    }

    /** Whether more was read than there is, or a number was absurd. */
    boolean over() {
        return over;
    }

    private boolean load() {
        if (escaped && zeros >= 2 && at < end && bytes[at] == 3) {
            at++;
            zeros = 0;
        }
        if (at >= end) {
            over = true;
            return false;
        }
        current = bytes[at++] & 0xFF;
        zeros = current == 0 ? zeros + 1 : 0;
        left = 8;
        return true;
    }

    int bit() {
        if (left == 0 && !load()) {
            return 0;
        }
        left--;
        return current >> left & 1;
    }

    boolean flag() {
        return bit() != 0;
    }

    /** A number of {@code count} bits, up to 31. */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count && !over; i++) {
            bit();
        }
    }

    /** An unsigned Exp-Golomb number (H.264 section 9.1), below 2 to the 31st. */
    int ue() {
        int length = 0;
        while (bit() == 0) {
            length++;
            if (over || length > LONGEST_GOLOMB) {
                over = true;
                return 0;
            }
        }
        return (1 << length) - 1 + bits(length);
    }

    /** A signed Exp-Golomb number (H.264 section 9.1.1). */
    int se() {
        int code = ue();
        return (code & 1) == 0 ? -(code >> 1) : (code >> 1) + 1;
    }

    /** A number below {@code n} in as few bits as that takes (AV1 section 4.10.7). */
    int ns(int n) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        int value = bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + bit();
    }
}
