package tandem.media;

import java.net.InetSocketAddress;

/** Is shown the datagrams of a session as they come and go, protected where they are; for captures. On the media loop. */
public interface PacketTap {
    /** One datagram, in an array that is the loop's: what is to be kept has to be copied before this returns. */
    void onDatagram(
            boolean sent, InetSocketAddress ours, InetSocketAddress theirs, byte[] array, int offset, int length);
}
