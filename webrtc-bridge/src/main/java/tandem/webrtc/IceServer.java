package tandem.webrtc;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that tells a full agent how it is seen from outside (STUN, RFC 8489), or lends it an address there (TURN, RFC 8656).
 *
 * @param over what it is and how it is reached
 * @param address host and port, not looked up yet
 * @param user of TURN's account, else empty
 * @param password of TURN's account, else empty
 */
public record IceServer(Over over, InetSocketAddress address, String user, String password) {
    private static final int PORT = 3478; // RFC 8489 section 18.6
    private static final int TLS_PORT = 5349;
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Pattern TURN = Pattern.compile("([^:]+):(.+)@([^@;]+)(?:;transport=(\\w+))?");
    private static final String TURN_WORDS =
            "write user:password@host:port, and ;transport=tcp or ;transport=tls behind it where"
                    + " it is not reached by UDP";

    /** What a server is, and how it is reached. */
    public enum Over {
        STUN,
        TURN_UDP,
        TURN_TCP,
        TURN_TLS
    }

    /**
     * Reads {@code host:port}; without the port it is 3478.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static IceServer stun(String text) {
        return new IceServer(
                Over.STUN, address(text, PORT, "'" + text + "' is no STUN server: write host:port"), "", "");
    }

    /**
     * Reads {@code user:password@host:port;transport=udp}, where the transport may be {@code tcp} or {@code tls} or be left out, and
     * the port is 3478, or 5349 over TLS, where it is. The name ends at the first colon and the password at the last at sign.
     *
     * @throws IllegalArgumentException where it is something else; its message names no password
     */
    public static IceServer turn(String text) {
        Matcher parts = TURN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("that is no TURN server: " + TURN_WORDS);
        }
        String host = parts.group(3);
        Over over = over(parts.group(4) == null ? "udp" : parts.group(4), host);
        int port = over == Over.TURN_TLS ? TLS_PORT : PORT;
        String wrong = "'" + host + "' is no TURN server: " + TURN_WORDS;
        return new IceServer(over, address(host, port, wrong), parts.group(1), parts.group(2));
    }

    private static Over over(String transport, String host) {
        return switch (transport.toLowerCase(Locale.ROOT)) {
            case "udp" -> Over.TURN_UDP;
            case "tcp" -> Over.TURN_TCP;
            case "tls" -> Over.TURN_TLS;
            default ->
                throw new IllegalArgumentException(
                        "'" + transport + "' of " + host + " is none of the transports udp, tcp and tls");
        };
    }

    private static InetSocketAddress address(String text, int usual, String wrong) {
        Matcher parts = HOST.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(wrong);
        }
        int port = parts.group(2) == null ? usual : Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(wrong);
        }
        return InetSocketAddress.createUnresolved(parts.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    /** Without its account. */
    @Override
    public String toString() {
        return over + " " + address.getHostString() + ":" + address.getPort();
    }
}
