package tandem.gateway.config;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a door listens: {@code off}, or {@code address:port}, IPv6 in brackets, port 0 for any free one. */
public record Listen(Optional<InetSocketAddress> address) {
    /** Reads one; the message of what it throws says what would be right. */
    public static Listen of(String text) {
        if (text.equals("off")) {
            return new Listen(Optional.empty());
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (colon < 0 || host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address with a port: write 0.0.0.0:5060, [::]:5060 or off");
        }
        int port = Numbers.inRange(text.substring(colon + 1), 0, 65_535, "a port");
        String plain = bracketed ? host.substring(1, host.length() - 1) : host;
        return new Listen(Optional.of(new InetSocketAddress(Networks.address(plain), port)));
    }

    /** Whether it listens at all. */
    public boolean on() {
        return address.isPresent();
    }

    @Override
    public String toString() {
        return address.map(Listen::show).orElse("off");
    }

    /** The address as it is written in the configuration and in the {@code ready} line. */
    public static String show(InetSocketAddress address) {
        boolean anySix = address.getAddress().isAnyLocalAddress() && address.getAddress() instanceof Inet6Address;
        String host = anySix ? "::" : address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
