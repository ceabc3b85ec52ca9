package tandem.media.desk;

import java.net.InetSocketAddress;

/** Where there is no socket: RTCP that is muxed has none of its own (RFC 5761). */
final class NoSocket implements MediaSocket {
    @Override
    public void sink(Sink sink) {}

    @Override
    public boolean send(byte[] datagram, int offset, int length, InetSocketAddress to) {
        return false;
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public void moveTo(MediaLoop other, Runnable arrived) {
        arrived.run();
    }

    @Override
    public void close() {}
}
