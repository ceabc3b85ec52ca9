package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** One peer by way of one of our datagram sockets. */
record UdpFlow(UdpSocket socket, InetSocketAddress remote) implements Flow {
    /** Another peer by the same socket. */
    UdpFlow to(InetSocketAddress other) {
        return other.equals(remote) ? this : new UdpFlow(socket, other);
    }

    @Override
    public TransportType transport() {
        return TransportType.UDP;
    }

    @Override
    public String ourHost() {
        return socket.hostTowards(remote);
    }

    @Override
    public int ourPort() {
        return socket.local().getPort();
    }

    @Override
    public void send(byte[] octets, Consumer<String> onFailed) {
        socket.send(octets, remote, onFailed);
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
