package tandem.call;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network, such as {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address.
 *
 * @param network its address, host bits cleared
 * @param bits length of its prefix
 */
public record Cidr(InetAddress network, int bits) {
    /** Reads a network; empty where the text is none. Names are not looked up. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress network;
        try {
            network = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
        int most = network.getAddress().length * 8;
        if (slash < 0) {
            return Optional.of(new Cidr(network, most));
        }
        String length = text.substring(slash + 1);
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return bits > most ? Optional.empty() : Optional.of(new Cidr(masked(network, bits), bits));
    }

    private static InetAddress masked(InetAddress address, int bits) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int left = Math.clamp(bits - i * 8L, 0, 8);
            octets[i] &= (byte) (0xff00 >> left);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (java.net.UnknownHostException impossible) {
            throw new AssertionError(impossible); // 4 or 16 octets are always an address
        }
    }

    /** Whether the address lies in this network. IPv4 addresses written as IPv6 are IPv4. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && Arrays.equals(
                        masked(address, bits).getAddress(),
                        masked(network, bits).getAddress());
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
