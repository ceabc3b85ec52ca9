package tandem.sip;

import java.net.InetSocketAddress;

/**
 * How messages go to one peer.
 *
 * @param transport UDP, TCP, TLS, WS or WSS
 * @param remote the peer's address
 */
public record SipWay(String transport, InetSocketAddress remote) {
    /** As in "192.0.2.1:5060 by UDP". */
    @Override
    public String toString() {
        String host = remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + remote.getPort() + " by " + transport;
    }
}
