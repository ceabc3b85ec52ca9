package tandem.sip.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import tandem.sip.SipFrames;

/**
 * A connection whose bytes somebody else carries, one message a frame (RFC 7118): what a WebSocket server is given for each
 * socket on {@code /sip}. On the loop.
 */
public final class FrameFlow implements Flow, SipFrames {
    private static final byte[] PONG = {'\r', '\n'};

    private final Transports transports;
    private final TransportType transport;
    private final InetSocketAddress remote;
    private final int ourPort;
    private final Outlet outlet;
    private boolean open = true;

    FrameFlow(Transports transports, TransportType transport, InetSocketAddress remote, int ourPort, Outlet outlet) {
        this.transports = transports;
        this.transport = transport;
        this.remote = remote;
        this.ourPort = ourPort;
        this.outlet = outlet;
    }

    @Override
    public void receive(byte[] frame) {
        if (!open) {
            return;
        }
        if (!isBlank(frame)) {
            transports.onFrame(this, frame);
        } else if (frame.length == 2 * PONG.length) {
            outlet.send(PONG);
        }
    }

    /** Nothing but line ends: a ping of two, the answer to one of ours, or nothing at all. */
    private static boolean isBlank(byte[] frame) {
        for (byte octet : frame) {
            if (octet != '\r' && octet != '\n') {
                return false;
            }
        }
        return true;
    }

    @Override
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
        return ourPort;
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
