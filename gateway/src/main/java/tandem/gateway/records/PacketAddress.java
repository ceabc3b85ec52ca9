package tandem.gateway.records;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Addresses as copies of messages carry them. Pure. */
final class PacketAddress {
    private PacketAddress() {}

    /** A name that was written instead of an address stands for an address of ours that is not known. */
    static InetAddress of(InetSocketAddress socket) {
        return socket.getAddress() == null ? InetAddress.ofLiteral("0.0.0.0") : socket.getAddress();
    }

    /** In sixteen octets, an IPv4 address as IPv6 writes it (RFC 4291 section 2.5.5.2). */
    static byte[] sixteen(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length == 16) {
            return octets;
        }
        return ByteBuffer.allocate(16)
                .position(10)
                .putShort((short) 0xffff)
                .put(octets)
                .array();
    }
}
