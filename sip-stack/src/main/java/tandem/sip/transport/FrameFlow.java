package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A connection whose bytes somebody else carries, one message a frame (RFC 7118): what a WebSocket server is given for each
 * socket on {@code /sip}. On the loop.
 */
public final class FrameFlow implements Flow {
    private final Transports transports;
    private final TransportType transport;
    private final InetSocketAddress remote;
    private final Outlet outlet;
    private boolean open = true;

    /** Where frames leave. */
    public interface Outlet {
        /** Sends one frame; whether it could be taken. */
        boolean send(byte[] frame);

        /** Closes the socket. */
        void close();
    }

    FrameFlow(Transports transports, TransportType transport, InetSocketAddress remote, Outlet outlet) {
        this.transports = transports;
        this.transport = transport;
        this.remote = remote;
        this.outlet = outlet;
    }

    /** A frame came: one SIP message, or a keep-alive of CRLFs. */
    public void receive(byte[] frame) {
        if (!open) {
            return;
        }
        if (isKeepAlive(frame)) {
            outlet.send(new byte[] {'\r', '\n'});
            return;
        }
        transports.onFrame(this, frame);
    }

    private static boolean isKeepAlive(byte[] frame) {
        return frame.length == 4 && frame[0] == '\r' && frame[1] == '\n' && frame[2] == '\r' && frame[3] == '\n';
    }

    /** The socket is closed. */
    public void closed() {
        if (open) {
            open = false;
            transports.onFramesClosed(this);
        }
    }

    /** Closes the socket. */
    void close() {
        outlet.close();
        closed();
    }

    @Override
    public TransportType transport() {
        return transport;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public String ourHost() {
        return transports.hostTowards(remote);
    }

    @Override
    public int ourPort() {
        return 0;
    }

    @Override
    public void send(byte[] octets, Consumer<String> onFailed) {
        transports.sendFrame(open && outlet.send(octets), this, onFailed);
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
