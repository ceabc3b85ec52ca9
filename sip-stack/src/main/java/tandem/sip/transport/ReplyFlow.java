package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** The way back by a connection, or by another to the same peer where that one is gone when there is something to send. */
record ReplyFlow(Connection arrival, Hop instead, Connections connections) implements Flow {
    private Flow way() {
        return arrival.isClosed() ? connections.to(instead) : arrival;
    }

    @Override
    public TransportType transport() {
        return arrival.transport();
    }

    @Override
    public InetSocketAddress remote() {
        return arrival.remote();
    }

    @Override
    public String ourHost() {
        return arrival.ourHost();
    }

    @Override
    public int ourPort() {
        return arrival.ourPort();
    }

    @Override
    public InetSocketAddress near() {
        return arrival.near();
    }

    @Override
    public void send(byte[] octets, Consumer<String> onFailed) {
        way().send(octets, onFailed);
    }

    /** Of the connection itself: requests do not go where only responses may. */
    @Override
    public boolean isOpen() {
        return arrival.isOpen();
    }
}
