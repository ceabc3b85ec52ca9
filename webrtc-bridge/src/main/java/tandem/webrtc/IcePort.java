package tandem.webrtc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import tandem.media.desk.MediaLoop;
import tandem.media.desk.MediaSocket;

/** One UDP socket that many browsers share, on one of our addresses: what comes to that address is answered from there. On its loop. */
final class IcePort implements MediaSocket.Sink {
    private static final int ROOM = 4 * 1024 * 1024; // some tenths of a second of a thousand browsers

    private final MediaSocket socket;
    private final IceTable table;
    private final Map<InetSocketAddress, UdpWay> ways = new HashMap<>();

    private IcePort(MediaSocket socket, IceTable table) {
        this.socket = socket;
        this.table = table;
    }

    /**
     * Binds it; port 0 takes a free one.
     *
     * @throws IOException when the port is taken or the address is not ours
     */
    static IcePort bind(MediaLoop loop, InetSocketAddress address, IceTable table) throws IOException {
        IcePort made = new IcePort(loop.bind(address), table);
        made.socket.sink(made);
        made.socket.room(ROOM);
        return made;
    }

    int port() {
        return socket.port();
    }

    @Override
    public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
        UdpWay known = ways.get(from);
        if (known != null) {
            table.take(datagram, length, known);
        } else if (StunCheck.looksLike(datagram, length)) {
            table.take(datagram, length, new UdpWay(new InetSocketAddress(from.getAddress(), from.getPort())));
        } else {
            table.counters().onStranger();
        }
    }

    void close() {
        socket.close();
    }

    private final class UdpWay extends Way {
        private final InetSocketAddress peer;

        UdpWay(InetSocketAddress peer) {
            this.peer = peer;
        }

        @Override
        boolean send(byte[] datagram, int offset, int length) {
            return socket.send(datagram, offset, length, peer);
        }

        @Override
        InetSocketAddress peer() {
            return peer;
        }

        @Override
        void known(boolean yes) {
            if (yes) {
                ways.put(peer, this);
            } else {
                ways.remove(peer, this);
            }
        }

        @Override
        public String toString() {
            return "UDP " + peer;
        }
    }

    @Override
    public String toString() {
        return "ICE port " + socket.port();
    }
}
