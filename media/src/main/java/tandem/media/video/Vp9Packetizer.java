package tandem.media.video;

/**
 * RFC 9628, not flexible, one layer: cuts a frame into payloads of about the same size, each with a picture id of 15 bits; the
 * first of a key frame states the size of the picture.
 */
final class Vp9Packetizer implements Packetizer {
    private static final int DESCRIPTOR = 3;
    private static final int STRUCTURE = 5;

    private final int maxPayload;
    private final Payloads to;
    private final byte[] scratch;
    private final Vp9Header header = new Vp9Header();
    private int pictureId;

    Vp9Packetizer(int maxPayload, int pictureId, Payloads to) {
        this.maxPayload = maxPayload;
        this.pictureId = pictureId & 0x7FFF;
        this.to = to;
        this.scratch = new byte[maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int length) {
        if (!header.read(frame, offset, length)) {
            return false;
        }
        scratch[1] = (byte) (0x80 | pictureId >> 8);
        scratch[2] = (byte) pictureId;
        pictureId = (pictureId + 1) & 0x7FFF;
        int structure = header.key() ? STRUCTURE : 0;
        int size = Cut.even(length + structure, maxPayload - DESCRIPTOR);
        int end = offset + length;
        for (int from = offset; from < end; ) {
            boolean first = from == offset;
            int head = DESCRIPTOR + (first ? structure() : 0);
            int now = Math.min(size + DESCRIPTOR - head, end - from);
            boolean last = from + now == end;
            scratch[0] = (byte) (0x80
                    | (header.key() ? 0 : 0x40)
                    | (first ? 0x08 : 0)
                    | (last ? 0x04 : 0)
                    | (head > DESCRIPTOR ? 0x02 : 0));
            System.arraycopy(frame, from, scratch, head, now);
            to.onPayload(scratch, 0, head + now, last);
            from += now;
        }
        return true;
    }

    /** One spatial layer and its size; returns its octets. */
    private int structure() {
        if (!header.key()) {
            return 0;
        }
        scratch[3] = 0x10;
        scratch[4] = (byte) (header.width() >> 8);
        scratch[5] = (byte) header.width();
        scratch[6] = (byte) (header.height() >> 8);
        scratch[7] = (byte) header.height();
        return STRUCTURE;
    }
}
