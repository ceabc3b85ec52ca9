package tandem.sip;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import tandem.sip.transaction.Path;
import tandem.sip.transport.Hop;

/** The way to a hop by whatever connection is up at the time; none is made before there is something to send. */
record HopPath(Hop hop, SipStack stack) implements Path {
    @Override
    public void send(byte[] octets, String callId, Consumer<String> onFailure) {
        stack.connection(hop).send(octets, callId, onFailure);
    }

    @Override
    public boolean reliable() {
        return hop.transport().reliable();
    }

    @Override
    public String transport() {
        return hop.transport().name();
    }

    @Override
    public String host() {
        return stack.connection(hop).host();
    }

    @Override
    public int port() {
        return stack.connection(hop).port();
    }

    @Override
    public InetSocketAddress remote() {
        return hop.address();
    }
}
