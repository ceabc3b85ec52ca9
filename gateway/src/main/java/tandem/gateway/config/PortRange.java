package tandem.gateway.config;

/** A range of UDP ports, both ends in it. */
public record PortRange(int first, int last) {
    /** Reads {@code 20000-29999}; the message of what it throws says what would be right. */
    public static PortRange of(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("'" + text + "' is no range of ports: write 20000-29999");
        }
        int first = Numbers.inRange(text.substring(0, dash), 1024, 65_535, "a port");
        int last = Numbers.inRange(text.substring(dash + 1), 1024, 65_535, "a port");
        if (last - first < 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' holds fewer than four ports, a call needs two of RTP and two of RTCP");
        }
        return new PortRange(first, last);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
