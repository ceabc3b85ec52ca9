package tandem.gateway.guard;

import java.net.InetAddress;

/** Who sends, as far as its address says: an IPv6 subscriber has a /64 and may send from each of its addresses, so that counts as one. */
public record Source(InetAddress address, long network) {
    private static final InetAddress ANY_V6 = InetAddress.ofLiteral("::");
    private static final InetAddress ANY_V4 = InetAddress.ofLiteral("0.0.0.0");

    /** That of an address. */
    public static Source of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? new Source(address, 0) : new Source(ANY_V6, network(octets, 8));
    }

    /** Where it is, more coarsely: its IPv4 /24, or the IPv6 /48 that one site is given. */
    static Source around(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? new Source(ANY_V4, network(octets, 3)) : new Source(ANY_V6, network(octets, 6));
    }

    private static long network(byte[] octets, int length) {
        long network = 0;
        for (int i = 0; i < length; i++) {
            network = network << 8 | (octets[i] & 0xff);
        }
        return network;
    }
}
