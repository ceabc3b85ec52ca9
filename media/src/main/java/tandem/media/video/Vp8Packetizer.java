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
        int size = Cut.even(length, maxPayload - DESCRIPTOR);
        int end = offset + length;
        for (int from = offset; from < end; from += size) {
            int now = Math.min(size, end - from);
            Vp8Descriptor.write(scratch, from == offset, pictureId, -1, -1, -1);
            System.arraycopy(frame, from, scratch, DESCRIPTOR, now);
            to.onPayload(scratch, 0, DESCRIPTOR + now, from + now == end);
        }
        pictureId = (pictureId + 1) & 0x7FFF;
        return true;
    }
}
