package tandem.webrtc;

import java.net.InetAddress;
import java.util.List;

/**
 * How browsers find a gateway behind NAT.
 *
 * @param bind the address sockets are bound to; a wildcard binds each address the machine has
 * @param servers who is asked how we are seen from outside, or lends an address there
 */
public record FullSettings(InetAddress bind, List<IceServer> servers) {
    public FullSettings {
        servers = List.copyOf(servers);
    }
}
