package tandem.call;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From where callers may come who are neither a device nor a trunk.
 *
 * @param anywhere whether from anywhere
 * @param networks else, from which networks
 */
public record Guests(boolean anywhere, List<Cidr> networks) {
    /** No guests. */
    public static final Guests NONE = new Guests(false, List.of());

    /** From anywhere. */
    public static final Guests ANY = new Guests(true, List.of());

    /** From loopback, link-local and private addresses (RFC 1918, RFC 3927, RFC 4193, RFC 4291). */
    public static final Guests PRIVATE = new Guests(
            false,
            Stream.of(
                            "127.0.0.0/8",
                            "10.0.0.0/8",
                            "172.16.0.0/12",
                            "192.168.0.0/16",
                            "169.254.0.0/16",
                            "::1",
                            "fe80::/10",
                            "fc00::/7")
                    .map(Cidr::parse)
                    .flatMap(Optional::stream)
                    .toList());

    public Guests {
        networks = List.copyOf(networks);
    }

    /** Whether a guest may call from there. */
    public boolean admits(InetAddress source) {
        return anywhere || networks.stream().anyMatch(n -> n.contains(source));
    }
}
