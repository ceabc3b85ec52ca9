package tandem.gateway.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import tandem.call.Cidr;
import tandem.call.Guests;

/** Addresses and networks as they are written in the configuration; what is thrown says what would be right. */
public final class Networks {
    private static final int DNS_PORT = 53;

    private Networks() {}

    /** An address written in digits, or {@code localhost}: no name is looked up. */
    public static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no IP address: write 192.0.2.1 or 2001:db8::1", wrong);
        }
    }

    /** A name server: an address alone, for port 53, or with a port, IPv6 then in brackets. */
    public static InetSocketAddress nameServer(String text) {
        boolean alone = text.indexOf(':') < 0 || (text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("["));
        return alone
                ? new InetSocketAddress(address(text), DNS_PORT)
                : Listen.of(text).address().orElseThrow();
    }

    /** A network, or a single address. */
    public static Cidr network(String text) {
        return Cidr.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no network: write 192.0.2.0/24 or 2001:db8::/32"));
    }

    /** Who may enter: {@code none}, {@code private}, {@code any}, or networks. */
    public static Guests guests(List<String> words) {
        return switch (words.size() == 1 ? words.getFirst() : "") {
            case "none" -> Guests.NONE;
            case "private" -> Guests.PRIVATE;
            case "any" -> Guests.ANY;
            default ->
                new Guests(false, words.stream().map(Networks::guestNetwork).toList());
        };
    }

    private static Cidr guestNetwork(String word) {
        return Cidr.parse(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is none of none, private, any, and no network such as 192.0.2.0/24"));
    }
}
