package tandem.sip.transaction;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A way to one peer by one transport, and how we are seen at its near end. */
public interface Path {
    /**
     * Sends a message; {@code callId} is for the trace. What goes wrong is told to {@code onFailure}, never before this
     * returned; over UDP most of it is never known.
     */
    void send(byte[] octets, String callId, Consumer<String> onFailure);

    /** Whether the transport sees to delivery itself. */
    boolean reliable();

    /** UDP, TCP, TLS, WS or WSS, as Via writes it. */
    String transport();

    /** Our host as Via and Contact write it, IPv6 in brackets. */
    String host();

    /** Our port as Via and Contact write it. */
    int port();

    /** Whether it can still carry a message: false where it is a connection that is gone. */
    default boolean open() {
        return true;
    }

    /** Where messages go. */
    InetSocketAddress remote();
}
