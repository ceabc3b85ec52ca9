package tandem.gateway.config;

import java.net.InetAddress;
import java.util.Optional;
import tandem.webrtc.IceServer;

/**
 * The address written into SIP and SDP towards the outside: {@code auto} for the one the kernel sends from, the one that address translation shows,
 * or {@code stun:host:port} to ask a server for that.
 */
public record PublicAddress(Optional<InetAddress> fixed, Optional<IceServer> stun) {
    private static final String STUN = "stun:";

    /** Reads one; the message of what it throws says what would be right. */
    public static PublicAddress of(String text) {
        if (text.startsWith(STUN)) {
            return new PublicAddress(Optional.empty(), Optional.of(IceServer.stun(text.substring(STUN.length()))));
        }
        return new PublicAddress(
                text.equals("auto") ? Optional.empty() : Optional.of(Networks.address(text)), Optional.empty());
    }

    @Override
    public String toString() {
        return stun.map(server -> STUN + server.address().getHostString() + ":"
                        + server.address().getPort())
                .or(() -> fixed.map(InetAddress::getHostAddress))
                .orElse("auto");
    }
}
