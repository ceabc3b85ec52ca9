package tandem.media.video;

/**
 * RFC 2190 mode A: cuts a frame where a group of blocks begins on an octet. A frame whose groups are longer than a payload, or
 * that has PB-frames or the options of later versions of H.263, cannot be sent.
 */
final class H263Packetizer implements Packetizer {
    private static final int HEADER = 4;

    private final int maxPayload;
    private final Payloads to;
    private final byte[] scratch;
    private final H263Picture picture = new H263Picture();

    H263Packetizer(int maxPayload, Payloads to) {
        this.maxPayload = maxPayload;
        this.to = to;
        this.scratch = new byte[maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int length) {
        int end = offset + length;
        if (!picture.read(frame, offset, length) || picture.format() == 7 || (picture.options() & 1) != 0) {
            return false;
        }
        for (int from = offset; from < end; ) {
            int next = cut(frame, from, end);
            if (next == from) {
                return false;
            }
            from = next;
        }
        scratch[0] = 0;
        scratch[1] = (byte) (picture.format() << 5 | (picture.intra() ? 0 : 0x10) | (picture.options() & 0x0E));
        scratch[2] = 0;
        scratch[3] = 0;
        for (int from = offset; from < end; ) {
            int next = cut(frame, from, end);
            System.arraycopy(frame, from, scratch, HEADER, next - from);
            to.onPayload(scratch, 0, HEADER + next - from, next == end);
            from = next;
        }
        return true;
    }

    /** Where the payload ends that begins at {@code from}; there itself when it cannot. */
    private int cut(byte[] frame, int from, int end) {
        int room = maxPayload - HEADER;
        if (end - from <= room) {
            return end;
        }
        for (int at = from + room; at > from; at--) {
            if (H263Picture.synchronises(frame, at, end)) {
                return at;
            }
        }
        return from;
    }
}
