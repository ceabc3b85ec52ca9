package tandem.gateway.config;

import java.net.InetAddress;
import java.util.Optional;

/** The address written into SIP and SDP: {@code auto}, or the one that NAT shows to the outside. */
public record PublicAddress(Optional<InetAddress> fixed) {
    /** Reads one; the message of what it throws says what would be right. */
    public static PublicAddress of(String text) {
        return new PublicAddress(text.equals("auto") ? Optional.empty() : Optional.of(Networks.address(text)));
    }

    @Override
    public String toString() {
        return fixed.map(InetAddress::getHostAddress).orElse("auto");
    }
}
