package tandem.media.video;

/** AOMedia's RTP payload format for AV1: OBUs of a temporal unit with their sizes, each an element; long ones go over packets. */
final class Av1Packetizer implements Packetizer {
    private static final int LEAST = 8;
    private static final int MOST_PAYLOAD = 16_000; // sizes of two octets are enough

    private final int maxPayload;
    private final Payloads to;
    private final byte[] scratch;
    private final int[] at = new int[CodedFrame.MAX_UNITS];
    private final int[] body = new int[CodedFrame.MAX_UNITS];
    private final int[] end = new int[CodedFrame.MAX_UNITS];
    private int out;

    Av1Packetizer(int maxPayload, Payloads to) {
        this.maxPayload = Math.min(MOST_PAYLOAD, maxPayload);
        this.to = to;
        this.scratch = new byte[this.maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int length) {
        int units = split(frame, offset, offset + length);
        if (units <= 0) {
            return false;
        }
        boolean begins = Av1.type(frame[at[0]]) == Av1.SEQUENCE_HEADER;
        start(begins ? 0x08 : 0);
        for (int i = 0; i < units; i++) {
            unit(frame, i, i + 1 == units);
        }
        return true;
    }

    private void start(int head) {
        scratch[0] = (byte) head;
        out = 1;
    }

    private void unit(byte[] frame, int i, boolean last) {
        int header = (frame[at[i]] & Av1.HAS_EXTENSION) == 0 ? 1 : 2;
        int done = 0;
        int octets = header + end[i] - body[i];
        while (done < octets) {
            int now = Math.min(octets - done, maxPayload - out - 2);
            scratch[out++] = (byte) ((now & 0x7F) | 0x80);
            scratch[out++] = (byte) (now >> 7);
            for (int n = 0; n < now; n++, done++) {
                scratch[out++] = octet(frame, i, header, done);
            }
            boolean cut = done < octets;
            boolean marker = last && !cut;
            if (cut || marker || maxPayload - out < LEAST) {
                scratch[0] |= (byte) (cut ? 0x40 : 0);
                to.onPayload(scratch, 0, out, marker);
                start(cut ? 0x80 : 0);
            }
        }
    }

    private byte octet(byte[] frame, int i, int header, int index) {
        if (index == 0) {
            return (byte) (frame[at[i]] & ~Av1.HAS_SIZE);
        }
        return index < header ? frame[at[i] + index] : frame[body[i] + index - header];
    }

    /** Finds the OBUs: where each begins, where what follows its header and size does, and where it ends; -1 when it is none. */
    private int split(byte[] frame, int from, int stop) {
        int count = 0;
        for (int next = from; next < stop; ) {
            int head = (frame[next] & Av1.HAS_EXTENSION) == 0 ? 1 : 2;
            int octets = Av1.sizeOctets(frame, next + head, stop);
            if ((frame[next] & Av1.HAS_SIZE) == 0 || octets == 0 || count == at.length) {
                return -1;
            }
            int begin = next + head + octets;
            int size = Av1.size(frame, next + head, octets);
            if (size > stop - begin) {
                return -1;
            }
            if (!Av1.left(Av1.type(frame[next]))) {
                at[count] = next;
                body[count] = begin;
                end[count] = begin + size;
                count++;
            }
            next = begin + size;
        }
        return count;
    }
}
