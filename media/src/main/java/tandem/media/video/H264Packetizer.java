package tandem.media.video;

/**
 * RFC 6184, packetization modes 0 (a NAL unit a packet) and 1 (FU-A where one is too long, STAP-A for parameter sets and what
 * else stands before the slices). Takes Annex B with start codes of three or four octets.
 */
final class H264Packetizer implements Packetizer {
    private static final int FU_HEADER = 2;

    private final int maxPayload;
    private final boolean nonInterleaved;
    private final Payloads to;
    private final byte[] scratch;
    private final int[] at = new int[CodedFrame.MAX_UNITS];
    private final int[] length = new int[CodedFrame.MAX_UNITS];

    /** Payloads of at most {@code maxPayload} octets; {@code nonInterleaved} is mode 1. */
    H264Packetizer(int maxPayload, boolean nonInterleaved, Payloads to) {
        this.maxPayload = maxPayload;
        this.nonInterleaved = nonInterleaved;
        this.to = to;
        this.scratch = new byte[maxPayload];
    }

    @Override
    public boolean write(byte[] frame, int offset, int octets) {
        int units = split(frame, offset, offset + octets);
        boolean whole = units > 0;
        for (int i = 0; i < units; ) {
            int together = nonInterleaved ? together(frame, i, units) : 1;
            if (together > 1) {
                aggregate(frame, i, together, i + together == units);
                i += together;
                continue;
            }
            if (length[i] <= maxPayload) {
                to.onPayload(frame, at[i], length[i], i + 1 == units);
            } else if (nonInterleaved) {
                fragment(frame, at[i], length[i], i + 1 == units);
            } else {
                whole = false;
            }
            i++;
        }
        return whole;
    }

    private int split(byte[] bytes, int from, int end) {
        int count = 0;
        int start = code(bytes, from, end);
        while (start < end && count < at.length) {
            int begin = start + 3;
            int next = code(bytes, begin, end);
            int stop = next;
            while (stop > begin && bytes[stop - 1] == 0) {
                stop--;
            }
            if (stop > begin && (bytes[begin] & 0x1F) != H264.FILLER) {
                at[count] = begin;
                length[count] = stop - begin;
                count++;
            }
            start = next;
        }
        return start < end ? 0 : count;
    }

    /** Where the next start code begins, or the end. */
    private static int code(byte[] bytes, int from, int end) {
        for (int i = from; i + 2 < end; ) {
            int third = bytes[i + 2];
            if (third == 1 && bytes[i] == 0 && bytes[i + 1] == 0) {
                return i;
            }
            i += third == 0 || third == 1 ? 1 : 3;
        }
        return end;
    }

    /** How many units from {@code first} on fit one STAP-A; slices travel alone. */
    private int together(byte[] frame, int first, int units) {
        int octets = 1;
        int i = first;
        while (i < units) {
            int type = frame[at[i]] & 0x1F;
            octets += 2 + length[i];
            if (type < H264.SEI || type > H264.DELIMITER || octets > maxPayload) {
                break;
            }
            i++;
        }
        return i - first;
    }

    private void aggregate(byte[] frame, int first, int count, boolean marker) {
        int out = 1;
        int importance = 0;
        for (int i = first; i < first + count; i++) {
            importance = Math.max(importance, frame[at[i]] & 0x60);
            scratch[out] = (byte) (length[i] >> 8);
            scratch[out + 1] = (byte) length[i];
            System.arraycopy(frame, at[i], scratch, out + 2, length[i]);
            out += 2 + length[i];
        }
        scratch[0] = (byte) (importance | H264.STAP_A);
        to.onPayload(scratch, 0, out, marker);
    }

    private void fragment(byte[] frame, int offset, int octets, boolean marker) {
        int head = frame[offset];
        int room = maxPayload - FU_HEADER;
        int end = offset + octets;
        int pieces = (octets - 1 + room - 1) / room;
        int size = (octets - 1 + pieces - 1) / pieces;
        scratch[0] = (byte) ((head & 0xE0) | H264.FU_A);
        for (int from = offset + 1; from < end; from += size) {
            int now = Math.min(size, end - from);
            boolean last = from + now == end;
            scratch[1] = (byte) ((from == offset + 1 ? 0x80 : 0) | (last ? 0x40 : 0) | (head & 0x1F));
            System.arraycopy(frame, from, scratch, FU_HEADER, now);
            to.onPayload(scratch, 0, FU_HEADER + now, marker && last);
        }
    }
}
