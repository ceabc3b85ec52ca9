package tandem.sip.bfcp;

import java.util.Arrays;

/** Cuts a stream into messages by their payload length (RFC 8855 6.1); buffers at most one message. */
public final class BfcpFramer {
    private static final int MOST = Header.LENGTH + BfcpReader.MAX_PAYLOAD;
    private static final byte[] EMPTY = {};

    private final Sink sink;
    private byte[] held = EMPTY;
    private int length;
    private boolean broken;

    /** What the stream turned out to hold. */
    public interface Sink {
        /** One whole message. */
        void onMessage(byte[] octets);

        /** Nothing more can be made of this stream; it is to be closed. */
        void onBroken(String why);
    }

    /** Reports to the sink. */
    public BfcpFramer(Sink sink) {
        this.sink = sink;
    }

    /** Takes what arrived; what it makes of it is reported before this returns. */
    public void feed(byte[] octets, int offset, int count) {
        int at = offset;
        int end = offset + count;
        while (at < end && !broken) {
            int wanted = wanted();
            int part = Math.min(wanted - length, end - at);
            append(octets, at, part);
            at += part;
            if (length == wanted()) {
                deliver();
            }
        }
    }

    /** Whether part of a message waits for the rest. */
    public boolean isTorn() {
        return length > 0;
    }

    /** First a header, then the message it announces. */
    private int wanted() {
        return length < Header.LENGTH ? Header.LENGTH : Header.LENGTH + 4 * BfcpReader.get16(held, 2);
    }

    private void append(byte[] octets, int from, int count) {
        if (length + count > held.length) {
            held = Arrays.copyOf(held, Math.max(64, 2 * (length + count)));
        }
        System.arraycopy(octets, from, held, length, count);
        length += count;
        if (length == Header.LENGTH) {
            check();
        }
    }

    /** A stream that is none of BFCP, or wants too much, shows it in its header. */
    private void check() {
        int version = (held[0] & 0xFF) >>> 5;
        if (version != 1 && version != 2) {
            fail("no BFCP on a stream");
        } else if (wanted() > MOST) {
            fail("message too long");
        }
    }

    private void deliver() {
        if (broken) {
            return;
        }
        byte[] message = Arrays.copyOf(held, length);
        held = EMPTY;
        length = 0;
        sink.onMessage(message);
    }

    private void fail(String why) {
        broken = true;
        held = EMPTY;
        length = 0;
        sink.onBroken(why);
    }
}
