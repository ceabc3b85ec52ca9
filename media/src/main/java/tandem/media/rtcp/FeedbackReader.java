package tandem.media.rtcp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads the feedback packets of a compound (RFC 4585 section 6.1); a malformed one is counted and nothing is told of it. */
final class FeedbackReader {
    static final int TRANSPORT = 205;
    static final int PAYLOAD = 206;
    static final int NACK = 1;
    static final int TMMBR = 3;
    static final int TMMBN = 4;
    static final int TRANSPORT_WIDE = 15;
    static final int PLI = 1;
    static final int FIR = 4;
    static final int APPLICATION = 15;
    static final int REMB = 0x52_45_4D_42;

    private static final int HEADER = 12;
    private static final int MOST_SHIFT = 45;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final RtcpFeedback told;
    private final TransportFeedback transport = new TransportFeedback();
    private long malformed;

    FeedbackReader(RtcpFeedback told) {
        this.told = told;
    }

    /** Packets that could not be read. */
    long malformed() {
        return malformed;
    }

    /** Reads one packet whose length was found sound. */
    void read(byte[] bytes, int at, int end) {
        int stop = end;
        if ((bytes[at] & 0x20) != 0) {
            int padding = bytes[end - 1] & 0xFF;
            stop = padding == 0 ? at : end - padding;
        }
        boolean right = stop - at >= HEADER
                && ((bytes[at + 1] & 0xFF) == TRANSPORT ? transport(bytes, at, stop) : payload(bytes, at, stop));
        if (!right) {
            malformed++;
        }
    }

    private boolean transport(byte[] bytes, int at, int end) {
        int sender = int32(bytes, at + 4);
        int body = at + HEADER;
        return switch (bytes[at] & 0x1F) {
            case NACK -> nacks(bytes, int32(bytes, at + 8), body, end);
            case TMMBR -> rates(bytes, sender, true, body, end);
            case TMMBN -> rates(bytes, sender, false, body, end);
            case TRANSPORT_WIDE -> {
                boolean right = transport.wrap(bytes, body, end);
                if (right) {
                    told.onTransport(transport);
                }
                yield right;
            }
            default -> true; // others are not ours to judge
        };
    }

    private boolean payload(byte[] bytes, int at, int end) {
        int body = at + HEADER;
        return switch (bytes[at] & 0x1F) {
            case PLI -> {
                told.onPictureLoss(int32(bytes, at + 8));
                yield true;
            }
            case FIR -> intras(bytes, int32(bytes, at + 4), body, end);
            case APPLICATION -> application(bytes, body, end);
            default -> true; // others are not ours to judge
        };
    }

    private boolean nacks(byte[] bytes, int media, int body, int end) {
        if (body == end || (end - body) % 4 != 0) {
            return false;
        }
        for (int at = body; at < end; at += 4) {
            int entry = int32(bytes, at);
            int first = entry >>> 16;
            told.onNack(media, first);
            for (int bit = 0; bit < 16; bit++) {
                if ((entry >> bit & 1) != 0) {
                    told.onNack(media, (first + bit + 1) & 0xFFFF);
                }
            }
        }
        return true;
    }

    private boolean intras(byte[] bytes, int sender, int body, int end) {
        if (body == end || (end - body) % 8 != 0) {
            return false;
        }
        for (int at = body; at < end; at += 8) {
            told.onFullIntraRequest(sender, int32(bytes, at), bytes[at + 4] & 0xFF);
        }
        return true;
    }

    /** Six bits of exponent, 17 of mantissa, nine of overhead; a notification may have no entry: no bound. */
    private boolean rates(byte[] bytes, int sender, boolean request, int body, int end) {
        if ((end - body) % 8 != 0 || (request && body == end)) {
            return false;
        }
        for (int at = body; at < end; at += 8) {
            int entry = int32(bytes, at + 4);
            long rate = scaled(entry >> 9 & 0x1FFFF, entry >>> 26);
            if (request) {
                told.onMaxRateRequest(sender, int32(bytes, at), rate, entry & 0x1FF);
            } else {
                told.onMaxRateNotification(sender, int32(bytes, at), rate, entry & 0x1FF);
            }
        }
        return true;
    }

    /** Eight bits of count, six of exponent, 18 of mantissa. */
    private boolean application(byte[] bytes, int body, int end) {
        if (end - body < 8 || int32(bytes, body) != REMB) {
            return end - body >= 4; // somebody else's
        }
        int entry = int32(bytes, body + 4);
        int count = entry >>> 24;
        if (end - body < 8 + 4 * count) {
            return false;
        }
        long rate = scaled(entry & 0x3FFFF, entry >> 18 & 0x3F);
        for (int i = 0; i < count; i++) {
            told.onReceiverEstimate(int32(bytes, body + 8 + 4 * i), rate);
        }
        return true;
    }

    private static long scaled(long mantissa, int shift) {
        return mantissa << Math.min(shift, MOST_SHIFT);
    }

    private static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }
}
