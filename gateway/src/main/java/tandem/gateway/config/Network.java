package tandem.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that share a prefix (RFC 4632, RFC 4291 section 2.3). */
public record Network(InetAddress base, int bits) {
    /** Reads {@code 192.0.2.0/24} or a single address; the message of what it throws says what would be right. */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress base = literal(slash < 0 ? text : text.substring(0, slash));
        int all = base.getAddress().length * 8;
        return new Network(
                base, slash < 0 ? all : Numbers.inRange(text.substring(slash + 1), 0, all, "a prefix length"));
    }

    /** An address written in digits: no name is looked up. */
    static InetAddress literal(String text) {
        boolean digits = !text.isEmpty()
                && (text.indexOf(':') >= 0 || text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')));
        try {
            if (digits) {
                return InetAddress.ofLiteral(text);
            }
            if (text.equals("localhost")) {
                return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            }
        } catch (UnknownHostException | IllegalArgumentException wrong) {
            // told below, with what would be right
        }
        throw new IllegalArgumentException("'" + text + "' is no IP address: write 192.0.2.1 or 2001:db8::1");
    }

    /** Whether the address is one of these; an IPv4 address mapped into IPv6 counts as IPv4. */
    public boolean contains(InetAddress address) {
        byte[] a = address.getAddress();
        byte[] b = base.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((a[bit >> 3] ^ b[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
