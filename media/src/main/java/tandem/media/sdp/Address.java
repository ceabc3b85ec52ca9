package tandem.media.sdp;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The address of a c=, o= or a=rtcp line. A host name is kept and not looked up: nothing here may block, and where the peer's
 * packets come from tells its address soon enough.
 *
 * @param host literal or name
 * @param literal the address, where it is one
 */
record Address(String host, Optional<InetAddress> literal) {
    private static final int MAX_NAME = 253;

    /** Reads {@code IN IP4 192.0.2.1/127}, or the address alone. */
    static Optional<Address> ofConnection(String value) {
        List<String> words = Words.of(value);
        return switch (words.size()) {
            case 0, 2 -> Optional.empty();
            case 1 -> of(words.getFirst());
            default -> of(words.get(2));
        };
    }

    static Optional<Address> of(String word) {
        int slash = word.indexOf('/'); // TTL or number of addresses of a multicast group
        String host = slash < 0 ? word : word.substring(0, slash);
        int zone = host.indexOf('%');
        host = zone < 0 ? host : host.substring(0, zone);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        byte @Nullable [] octets = NetUtil.createByteArrayFromIpAddressString(host);
        if (octets != null) {
            return Optional.of(new Address(host, Optional.of(address(octets))));
        }
        return isName(host) ? Optional.of(new Address(host, Optional.empty())) : Optional.empty();
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + octets.length + " octets", impossible);
        }
    }

    private static boolean isName(String host) {
        boolean letters = false;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            letters |= letter;
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return letters && host.length() <= MAX_NAME;
    }

    /** RFC 3264 section 8.4 and RFC 6157 section 5.1: the unspecified address, or a name under {@code .invalid}, is hold. */
    boolean isHold() {
        return literal.map(InetAddress::isAnyLocalAddress)
                .orElseGet(() -> host.toLowerCase(Locale.ROOT).endsWith(".invalid"));
    }

    /** That port of it; unresolved for a name. */
    InetSocketAddress at(int port) {
        return literal.map(address -> new InetSocketAddress(address, port))
                .orElseGet(() -> InetSocketAddress.createUnresolved(host, port));
    }
}
