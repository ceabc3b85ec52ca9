package tandem.sip.message;

import java.util.Optional;

/**
 * One value of Via (RFC 3261 20.42).
 *
 * @param transport in upper case: UDP, TCP, TLS, WS, WSS, or one we do not know
 * @param host sent-by host, IPv6 in brackets
 * @param port sent-by port, 0 where none is written
 * @param params branch, received, rport, maddr, ttl and others
 */
public record Via(String transport, String host, int port, Params params) {
    /** The prefix of branches that identify transactions (RFC 3261 8.1.1.7). */
    public static final String COOKIE = "z9hG4bK";

    /** Reads one value; empty where it is none. */
    public static Optional<Via> read(String text) {
        return HeaderParsers.via(text);
    }

    /** A request's own Via with its branch and a bare rport (RFC 3581); the transport fills in protocol and sent-by as it sends. */
    public static Via ours(String branch) {
        return new Via(
                "UDP",
                "invalid.invalid",
                0,
                Params.none().with("branch", branch).with("rport"));
    }

    /** The branch, or empty. */
    public String branch() {
        return params.value("branch").orElse("");
    }

    /** Whether its branch identifies a transaction by RFC 3261: the cookie and something behind it. */
    public boolean hasCookie() {
        return branch().length() > COOKIE.length() && branch().regionMatches(true, 0, COOKIE, 0, COOKIE.length());
    }

    /** The received parameter, without brackets around IPv6. */
    public Optional<String> received() {
        return params.value("received").map(Via::bare);
    }

    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }

    /** The value of rport; 0 where it is absent, empty or no port. */
    public int rport() {
        String value = params.value("rport").orElse("");
        return value.length() > 5
                ? 0
                : Numbers.read(value, 65_535).map(Long::intValue).orElse(0);
    }

    /** This with other protocol and sent-by. */
    public Via sentBy(String transport, String host, int port) {
        return new Via(transport, host, port, params);
    }

    /** This with that parameter. */
    public Via with(String param, String value) {
        return new Via(transport, host, port, params.with(param, value));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(96)
                .append("SIP/2.0/")
                .append(transport)
                .append(' ')
                .append(host);
        if (port > 0) {
            out.append(':').append(port);
        }
        params.appendTo(out);
        return out.toString();
    }
}
