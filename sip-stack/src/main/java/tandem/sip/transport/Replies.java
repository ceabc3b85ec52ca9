package tandem.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import tandem.sip.message.Message;
import tandem.sip.message.Via;

/** Where a response goes by its top Via (RFC 3261 18.2.2, RFC 3581 4). */
final class Replies {
    private Replies() {}

    /** For datagrams: received with rport, else received with the port of sent-by; from the socket the request came to. */
    static Flow datagramFlow(Message message, Flow arrival) {
        if (!(arrival instanceof UdpFlow flow)) {
            return arrival;
        }
        Via via = message.topVia();
        if (via.rport() > 0) {
            return flow;
        }
        int port = via.port() > 0 ? via.port() : TransportType.UDP.defaultPort();
        return flow.to(new InetSocketAddress(maddr(via).orElse(flow.remote().getAddress()), port));
    }

    /** For a connection that is gone: the request's source address and the port of sent-by. */
    static Hop connectionHop(Message message, Flow arrival) {
        Via via = message.topVia();
        int port = via.port() > 0 ? via.port() : arrival.transport().defaultPort();
        InetSocketAddress address = new InetSocketAddress(arrival.remote().getAddress(), port);
        return new Hop(arrival.transport(), address, via.host());
    }

    /** A numeric maddr; names there are not looked up, and multicast is not spoken. */
    private static Optional<InetAddress> maddr(Via via) {
        Optional<String> text = via.params().value("maddr");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text.get());
            return address.isMulticastAddress() ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }
}
