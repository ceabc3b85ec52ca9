package tandem.gateway.config;

import java.util.Optional;

/**
 * Where Homer takes copies of the signalling.
 *
 * @param place the place, or empty for nowhere
 */
public record HepAddress(Optional<Place> place) {
    private static final String RIGHT = "write udp:host:9060, tcp:host:9060 or off";

    /**
     * A place.
     *
     * @param tcp by TCP, else by UDP
     * @param host name or address, IPv6 without brackets
     * @param port of it
     */
    public record Place(boolean tcp, String host, int port) {}

    /** The address as it is written; throws in words what would be right. */
    static HepAddress of(String text) {
        if (text.equalsIgnoreCase("off")) {
            return new HepAddress(Optional.empty());
        }
        boolean tcp = text.startsWith("tcp:");
        int colon = text.lastIndexOf(':');
        if ((!tcp && !text.startsWith("udp:")) || colon < 5) {
            throw new IllegalArgumentException("'" + text + "' is no address of Homer: " + RIGHT);
        }
        String host = text.substring(4, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
            throw new IllegalArgumentException("'" + text + "' is no address of Homer: " + RIGHT);
        }
        int port = Numbers.inRange(text.substring(colon + 1), 1, 65_535, "a port");
        return new HepAddress(Optional.of(
                new Place(tcp, bracketed ? host.substring(1, host.length() - 1) : host, port)));
    }

    @Override
    public String toString() {
        return place.map(at -> (at.tcp ? "tcp:" : "udp:") + at.host + ":" + at.port)
                .orElse("off");
    }
}
