package tandem.media.srtp;

import org.jitsi.utils.ByteArrayBuffer;

/** An array's front part as the library wants to see it; grows into the room behind, never reallocates. */
final class Octets implements ByteArrayBuffer {
    private byte[] bytes = new byte[0];
    private int offset;
    private int length;

    Octets wrap(byte[] array, int from, int octets) {
        bytes = array;
        offset = from;
        length = octets;
        return this;
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int octets) {
        length = octets;
    }

    @Override
    public void setOffset(int from) {
        offset = from;
    }

    @Override
    public boolean isInvalid() {
        return length <= 0;
    }

    @Override
    public void readRegionToBuff(int from, int octets, byte[] into) {
        System.arraycopy(bytes, offset + from, into, 0, octets);
    }

    /** The room is there: nothing to do but to be sure of it. */
    @Override
    public void grow(int octets) {
        if (offset + length + octets > bytes.length) {
            throw new IllegalStateException("no room behind a packet of " + length);
        }
    }

    @Override
    public void append(byte[] tail, int octets) {
        grow(octets);
        System.arraycopy(tail, 0, bytes, offset + length, octets);
        length += octets;
    }

    @Override
    public void shrink(int octets) {
        length = Math.max(0, length - octets);
    }
}
