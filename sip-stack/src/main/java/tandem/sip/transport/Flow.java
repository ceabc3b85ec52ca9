package tandem.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import tandem.sip.message.Request;

/**
 * A way to one peer: a connection, or our datagram socket and the peer's address (RFC 5626 2). On the signalling loop. Two flows
 * that are the same way are equal.
 */
public interface Flow {
    /** How it carries messages. */
    TransportType transport();

    /** The peer's address. */
    InetSocketAddress remote();

    /** Host that Via and Contact name for this way back to us, IPv6 in brackets. */
    String ourHost();

    /** Port that Via and Contact name for this way back to us; 0 where we do not listen on that transport. */
    int ourPort();

    /** Our end as it is known best: the socket's own address, else what Via names. */
    default InetSocketAddress near() {
        String host = ourHost();
        try {
            boolean bracketed = host.startsWith("[");
            String literal = bracketed ? host.substring(1, host.length() - 1) : host;
            return new InetSocketAddress(InetAddress.ofLiteral(literal), ourPort());
        } catch (IllegalArgumentException name) {
            return InetSocketAddress.createUnresolved(host, ourPort());
        }
    }

    /**
     * Sends a whole message. Never blocks; while a connection is being made a bounded number wait. {@code onFailed} hears why it
     * could not be sent, at most once, on the loop and never before this returned.
     */
    void send(byte[] octets, Consumer<String> onFailed);

    /** Whether it can carry a message without being made anew. */
    boolean isOpen();

    /** Writes this way's protocol and sent-by into the request's top Via, and where it goes. */
    default void address(Request request) {
        request.replaceTopVia(request.topVia().sentBy(transport().name(), ourHost(), ourPort()));
        request.at(remote(), transport().name());
    }
}
