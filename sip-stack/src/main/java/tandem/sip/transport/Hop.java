package tandem.sip.transport;

import java.net.InetSocketAddress;

/**
 * Where a request may go next: one candidate of RFC 3263.
 *
 * @param transport how
 * @param address a numeric address and port
 * @param host the name that was asked for, which a TLS certificate must carry (RFC 5922); the address itself where there was none
 */
public record Hop(TransportType transport, InetSocketAddress address, String host) {
    /** A hop known by its address alone. */
    public static Hop to(TransportType transport, InetSocketAddress address) {
        return new Hop(transport, address, address.getAddress().getHostAddress());
    }

    /** The same place by another transport. */
    public Hop by(TransportType other) {
        return new Hop(other, address, host);
    }

    /** Whether it is known by its address alone. */
    boolean isNameless() {
        return host.indexOf(':') >= 0 || host.equals(address.getAddress().getHostAddress());
    }
}
