package tandem.sip.transport;

import java.util.Arrays;
import tandem.sip.message.MessageReader;

/**
 * Cuts a stream into messages by Content-Length (RFC 3261 18.3), answers keep-alives (RFC 5626 3.5.1) and finds the next start line
 * where a length was wrong. No I/O; buffers at most one message.
 */
final class StreamFramer {
    private static final int MAX_MESSAGE = MessageReader.MAX_STREAM;
    private static final int MAX_START_LINE = 4 * 1024;
    private static final int MAX_SKIPPED = 16 * 1024;
    private static final byte[] EMPTY = {};

    private final Sink sink;
    private byte[] buffer = EMPTY;
    private int from;
    private int to;
    private int scanned;
    private int headLength;
    private int wanted;
    private int skippedInARow;
    private boolean began;
    private boolean broken;

    /** What the stream turned out to hold. */
    interface Sink {
        /** One whole message. */
        void onMessage(byte[] octets);

        /** A double CRLF, owed a CRLF. */
        void onPing();

        /** Octets that belong to no message. */
        void onSkipped(int octets);

        /** Nothing more can be made of this stream; it is to be closed. */
        void onBroken(String why);
    }

    StreamFramer(Sink sink) {
        this.sink = sink;
    }

    /** Takes what arrived; what it makes of it is reported before this returns. */
    void feed(byte[] octets, int offset, int length) {
        for (int done = 0; done < length && !broken; ) {
            int part = Math.min(length - done, room());
            append(octets, offset + done, part);
            done += part;
            while (!broken && step()) {}
            if (from == to) {
                release();
            }
        }
    }

    /** Whether nothing waits for its rest. */
    boolean isIdle() {
        return from == to;
    }

    /** Whether part of a message waits for the rest. */
    boolean isTorn() {
        return to - from > 2;
    }

    private int room() {
        return 2 * MAX_MESSAGE - (to - from);
    }

    private void append(byte[] octets, int offset, int length) {
        int held = to - from;
        if (to + length > buffer.length) {
            byte[] target = held + length > buffer.length ? new byte[Math.max(1024, 2 * (held + length))] : buffer;
            System.arraycopy(buffer, from, target, 0, held);
            buffer = target;
            scanned -= from;
            from = 0;
            to = held;
        }
        System.arraycopy(octets, offset, buffer, to, length);
        to += length;
    }

    private void release() {
        buffer = EMPTY;
        from = 0;
        to = 0;
        scanned = 0;
    }

    private boolean step() {
        if (headLength == 0) {
            if (startsWithLineEnd()) {
                return keepAlive();
            }
            return from < to && findHead();
        }
        if (to - from < wanted) {
            return false;
        }
        deliver(wanted);
        return true;
    }

    private boolean startsWithLineEnd() {
        return from < to && (buffer[from] == '\r' || buffer[from] == '\n');
    }

    /** CRLFCRLF is a ping; a single CRLF is a pong or stands between messages. False: the rest of one may still come. */
    private boolean keepAlive() {
        int ends = 0;
        int length = 0;
        while (from + length < to && length < 4 && ends < 2) {
            byte octet = buffer[from + length];
            if (octet != '\r' && octet != '\n') {
                break;
            }
            ends += octet == '\n' ? 1 : 0;
            length++;
        }
        boolean undecided = ends < 2 && from + length == to && length < 4;
        if (undecided) {
            return false;
        }
        consume(length);
        if (ends == 2) {
            sink.onPing();
        }
        return true;
    }

    /** Whether there was progress: the head of a message measured, or a line skipped that begins none. */
    private boolean findHead() {
        int lineEnd = indexOfLineFeed(from, Math.min(to, from + MAX_START_LINE));
        if (lineEnd < 0) {
            if (to - from >= MAX_START_LINE) {
                fail("no SIP on a stream");
            }
            return false;
        }
        if (!StreamHead.isStartLine(buffer, from, lineEnd)) {
            return skipLine(lineEnd);
        }
        int end = endOfHead(Math.max(scanned, lineEnd));
        if (end < 0) {
            scanned = Math.max(from, to - 3);
            if (to - from > MAX_MESSAGE) {
                fail("header section too long");
            }
            return false;
        }
        skippedInARow = 0;
        return measure(end - from);
    }

    private boolean skipLine(int lineEnd) {
        int length = lineEnd + 1 - from;
        if (!began || skippedInARow + length > MAX_SKIPPED) {
            fail("no SIP on a stream");
            return false;
        }
        skippedInARow += length;
        consume(length);
        sink.onSkipped(length);
        return true;
    }

    private boolean measure(int head) {
        int content = StreamHead.contentLength(buffer, from, from + head);
        if (content < 0 || head + content > MAX_MESSAGE) {
            deliver(head);
            fail(content < 0 ? "Content-Length that cannot be read" : "message too long");
            return false;
        }
        headLength = head;
        wanted = head + content;
        return true;
    }

    private int endOfHead(int start) {
        for (int i = start; i + 1 < to; i++) {
            if (buffer[i] != '\n') {
                continue;
            }
            if (buffer[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 2 < to && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    private int indexOfLineFeed(int start, int end) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void deliver(int length) {
        byte[] message = Arrays.copyOfRange(buffer, from, from + length);
        consume(length);
        began = true;
        sink.onMessage(message);
    }

    private void consume(int length) {
        from += length;
        scanned = from;
        headLength = 0;
        wanted = 0;
    }

    private void fail(String why) {
        broken = true;
        release();
        sink.onBroken(why);
    }
}
