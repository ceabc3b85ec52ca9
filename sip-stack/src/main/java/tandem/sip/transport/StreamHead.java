package tandem.sip.transport;

/** What framing needs to know of a header section, read off its octets. */
final class StreamHead {
    private static final byte[] NAME = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'};

    private StreamHead() {}

    /** Whether the line could begin a message: a status line, or a request line with its version at the end. */
    static boolean isStartLine(byte[] octets, int from, int to) {
        int end = to;
        while (end > from && (octets[end - 1] & 0xFF) <= ' ') {
            end--;
        }
        if (isVersion(octets, from, end)) {
            return true;
        }
        int version = end;
        while (version > from && (octets[version - 1] & 0xFF) > ' ') {
            version--;
        }
        return version > from + 1 && isVersion(octets, version, end);
    }

    private static boolean isVersion(byte[] octets, int at, int end) {
        return end - at >= 5
                && (octets[at] | 0x20) == 's'
                && (octets[at + 1] | 0x20) == 'i'
                && (octets[at + 2] | 0x20) == 'p'
                && octets[at + 3] == '/'
                && octets[at + 4] >= '0'
                && octets[at + 4] <= '9';
    }

    /** The value of Content-Length in that head; 0 where there is none, -1 where it cannot be read or several disagree. */
    static int contentLength(byte[] octets, int from, int to) {
        int length = -2;
        for (int line = from; line < to; line = nextLine(octets, line, to)) {
            int value = afterName(octets, line, to);
            if (value < 0) {
                continue;
            }
            int read = number(octets, value, to);
            if (read < 0 || (length >= 0 && length != read)) {
                return -1;
            }
            length = read;
        }
        return Math.max(0, length);
    }

    private static int nextLine(byte[] octets, int at, int to) {
        int i = at;
        while (i < to && octets[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    /** Where the value begins if the line is Content-Length or its compact form, else -1. */
    private static int afterName(byte[] octets, int line, int to) {
        int i = line;
        if (i < to && (octets[i] | 0x20) == 'l') {
            i++;
        } else {
            for (byte letter : NAME) {
                if (i >= to || (letter == '-' ? octets[i] : octets[i] | 0x20) != letter) {
                    return -1;
                }
                i++;
            }
        }
        while (i < to && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return i < to && octets[i] == ':' ? i + 1 : -1;
    }

    /** The number up to the end of its line, folded or not; -1 where there is none or it is too large. */
    private static int number(byte[] octets, int at, int to) {
        int i = skipSpace(octets, at, to);
        long value = -1;
        while (i < to && octets[i] >= '0' && octets[i] <= '9' && value < 10_000_000) {
            value = Math.max(0, value) * 10 + octets[i] - '0';
            i++;
        }
        while (i < to && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        boolean ended = i < to && (octets[i] == '\r' || octets[i] == '\n');
        return ended && value >= 0 ? (int) value : -1;
    }

    private static int skipSpace(byte[] octets, int at, int to) {
        int i = at;
        while (i < to) {
            byte octet = octets[i];
            boolean folded = (octet == '\r' || octet == '\n') && continues(octets, i, to);
            if (octet != ' ' && octet != '\t' && !folded) {
                return i;
            }
            i++;
        }
        return i;
    }

    private static boolean continues(byte[] octets, int at, int to) {
        int next = octets[at] == '\r' && at + 1 < to && octets[at + 1] == '\n' ? at + 2 : at + 1;
        return next < to && (octets[next] == ' ' || octets[next] == '\t');
    }
}
