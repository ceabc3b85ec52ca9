package tandem.media.video;

/** RFC 4629 section 6.1: cuts a frame where a group of blocks or slice begins on an octet, or anywhere when there is none. */
final class H263PlusPacketizer implements Packetizer {
    private static final int HEADER = 2;

    private final int maxPayload;
    private final Payloads to;
    private final byte[] scratch;

    H263PlusPacketizer(int maxPayload, Payloads to) {
        this.maxPayload = maxPayload;
        this.to = to;
        this.scratch = new byte[maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int length) {
        int end = offset + length;
        if (!H263Picture.begins(frame, offset, end)) {
            return false;
        }
        scratch[1] = 0;
        for (int from = offset; from < end; ) {
            boolean start = H263Picture.synchronises(frame, from, end);
            int next = cut(frame, from, end);
            scratch[0] = (byte) (start ? 0x04 : 0);
            int skipped = start ? 2 : 0; // the two octets of zeros are said by the P bit
            int octets = next - from - skipped;
            System.arraycopy(frame, from + skipped, scratch, HEADER, octets);
            to.onPayload(scratch, 0, HEADER + octets, next == end);
            from = next;
        }
        return true;
    }

    private int cut(byte[] frame, int from, int end) {
        int room = maxPayload - HEADER;
        if (end - from <= room) {
            return end;
        }
        for (int at = from + room; at > from + room / 2; at--) {
            if (H263Picture.synchronises(frame, at, end)) {
                return at;
            }
        }
        return from + room;
    }
}
