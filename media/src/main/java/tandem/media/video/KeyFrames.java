package tandem.media.video;

import tandem.media.VideoCodec;

/** Whether a key frame begins with a payload, for those who forward and put nothing together. */
final class KeyFrames {
    private KeyFrames() {}

    static boolean begin(VideoCodec codec, byte[] bytes, int offset, int length) {
        if (length < 2) {
            return false;
        }
        return switch (codec) {
            case H264 -> h264(bytes, offset, length);
            case VP8 -> vp8(bytes, offset, length);
            case VP9 -> vp9(bytes, offset, length);
            case AV1 -> (bytes[offset] & 0x88) == 0x08; // N, and nothing of the packet before
            case H263 -> h263(bytes, offset, length);
            case H263_1998 -> h263Plus(bytes, offset, length);
        };
    }

    /** A sequence parameter set, alone or in an aggregate, or the first part of the first slice of an IDR. */
    private static boolean h264(byte[] bytes, int offset, int length) {
        int type = bytes[offset] & 0x1F;
        int end = offset + length;
        if (type == H264.FU_A) {
            boolean start = (bytes[offset + 1] & 0x80) != 0;
            return start && length > 2 && opens(bytes[offset + 1] & 0x1F, bytes[offset + 2]);
        }
        if (type != H264.STAP_A) {
            return opens(type, bytes[offset + 1]);
        }
        for (int at = offset + 1; at + 3 < end; ) {
            if (opens(bytes[at + 2] & 0x1F, bytes[at + 3])) {
                return true;
            }
            at += 2 + ((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF));
        }
        return false;
    }

    private static boolean opens(int type, int next) {
        return type == H264.SPS || (type == H264.IDR && H264.begins(type, next));
    }

    /** S and partition 0, and no P in the frame: found without a view, which would have to be made. */
    private static boolean vp8(byte[] bytes, int offset, int length) {
        if ((bytes[offset] & 0x17) != 0x10) {
            return false;
        }
        int at = offset + 1;
        if ((bytes[offset] & 0x80) != 0) {
            int flags = bytes[at++];
            if ((flags & 0x80) != 0 && at < offset + length) {
                at += (bytes[at] & 0x80) != 0 ? 2 : 1;
            }
            at += (flags & 0x40) != 0 ? 1 : 0;
            at += (flags & 0x30) != 0 ? 1 : 0;
        }
        return at < offset + length && (bytes[at] & 0x01) == 0;
    }

    /** B, no P, and the lowest spatial layer. */
    private static boolean vp9(byte[] bytes, int offset, int length) {
        int flags = bytes[offset];
        if ((flags & 0x48) != 0x08) {
            return false;
        }
        int at = offset + 1;
        if ((flags & 0x80) != 0) {
            at += (bytes[at] & 0x80) != 0 ? 2 : 1;
        }
        return at < offset + length && ((flags & 0x20) == 0 || (bytes[at] & 0x0E) == 0);
    }

    /** A picture start code in mode A, and the I bit is not set. */
    private static boolean h263(byte[] bytes, int offset, int length) {
        return (bytes[offset] & 0x80) == 0
                && (bytes[offset + 1] & 0x10) == 0
                && H263Picture.begins(bytes, offset + 4, offset + length);
    }

    /** A picture start code, and PTYPE or the first of its extension says intra. */
    private static boolean h263Plus(byte[] bytes, int offset, int length) {
        int head = 2 + ((bytes[offset] & 0x02) >> 1) + ((bytes[offset] & 0x01) << 5 | (bytes[offset + 1] & 0xF8) >> 3);
        int at = offset + head;
        if ((bytes[offset] & 0x04) == 0 || head + 6 > length || (bytes[at] & 0xFC) != 0x80) {
            return false;
        }
        // behind the zeros: six bits of start code, eight of TR, then PTYPE: 1 0, three bits, three of format, the
        // coding type
        int ptype = (bytes[at + 1] & 0x03) << 24
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 8
                | (bytes[at + 4] & 0xFF);
        int format = ptype >> 18 & 0x07;
        if (format != 7) {
            return (ptype >> 17 & 1) == 0;
        }
        int full = ptype >> 15 & 0x07;
        int rest = ptype << 8 | (bytes[at + 5] & 0xFF);
        return full == 1 && (rest >> 2 & 0x07) == 0;
    }
}
