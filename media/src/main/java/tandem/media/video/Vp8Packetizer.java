package tandem.media.video;

/** RFC 7741: cuts a frame into payloads of about the same size, each with a picture id of 15 bits. */
final class Vp8Packetizer implements Packetizer {
    private static final int DESCRIPTOR = 4;

    private final int maxPayload;
    private final Payloads to;
    private final byte[] scratch;
    private int pictureId;

    Vp8Packetizer(int maxPayload, int pictureId, Payloads to) {
        this.maxPayload = maxPayload;
        this.pictureId = pictureId & 0x7FFF;
        this.to = to;
        this.scratch = new byte[maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int length) {
        if (length == 0) {
            return false;
        }
        scratch[1] = (byte) 0x80;
        scratch[2] = (byte) (0x80 | pictureId >> 8);
        scratch[3] = (byte) pictureId;
        pictureId = (pictureId + 1) & 0x7FFF;
        int size = Cut.even(length, maxPayload - DESCRIPTOR);
        int end = offset + length;
        for (int from = offset; from < end; from += size) {
            int now = Math.min(size, end - from);
            scratch[0] = (byte) (from == offset ? 0x90 : 0x80);
            System.arraycopy(frame, from, scratch, DESCRIPTOR, now);
            to.onPayload(scratch, 0, DESCRIPTOR + now, from + now == end);
        }
        return true;
    }
}
