package tandem.gateway.records;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The blocks of a capture file (draft-ietf-opsawg-pcapng): a section, one interface of raw IP, and each packet with a comment. Packets are
 * made anew from what was said to whom: IP and UDP headers are ours, whatever carried it.
 */
final class PcapNg {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int LINK_RAW_IP = 101;
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_APPLICATION = 4;
    private static final int SNAP = 65_535;
    private static final int UDP = 17;
    private static final int UDP_HEAD = 8;
    private static final int IPV4_HEAD = 20;
    private static final int IPV6_HEAD = 40;
    private static final int HOPS = 64;
    private static final int LONGEST_PAYLOAD = 65_000;

    private PcapNg() {}

    /** What a file begins with. */
    static byte[] head() {
        byte[] application = option(OPTION_APPLICATION, "Tandem");
        ByteBuffer section = ByteBuffer.allocate(16 + application.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        section.putInt(BYTE_ORDER)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .put(application)
                .putInt(0);
        ByteBuffer link = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        link.putShort((short) LINK_RAW_IP).putShort((short) 0).putInt(SNAP);
        byte[] first = block(SECTION, section.array());
        byte[] second = block(INTERFACE, link.array());
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** A packet that carried that, at that time. */
    static byte[] packet(long epochUs, InetSocketAddress from, InetSocketAddress to, byte[] payload, String comment) {
        byte[] ip = ip(from, to, payload);
        byte[] said = comment.isEmpty() ? new byte[0] : option(OPTION_COMMENT, comment);
        int padded = padded(ip.length);
        int options = said.length == 0 ? 0 : said.length + 4;
        ByteBuffer body = ByteBuffer.allocate(20 + padded + options).order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(0)
                .putInt((int) (epochUs >>> 32))
                .putInt((int) epochUs)
                .putInt(ip.length)
                .putInt(ip.length);
        body.put(ip).position(20 + padded);
        body.put(said);
        return block(PACKET, body.array());
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    private static byte[] option(int code, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer option = ByteBuffer.allocate(4 + padded(value.length)).order(ByteOrder.LITTLE_ENDIAN);
        option.putShort((short) code).putShort((short) value.length).put(value);
        return option.array();
    }

    private static byte[] block(int type, byte[] body) {
        int length = 12 + body.length;
        ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(type).putInt(length).put(body).putInt(length);
        return block.array();
    }

    // What an IP layer would have made of it.

    private static byte[] ip(InetSocketAddress from, InetSocketAddress to, byte[] payload) {
        InetAddress source = PacketAddress.of(from);
        InetAddress target = PacketAddress.of(to);
        byte[] udp = udp(from.getPort(), to.getPort(), payload);
        return source instanceof Inet4Address && target instanceof Inet4Address
                ? four(source.getAddress(), target.getAddress(), udp)
                : six(PacketAddress.sixteen(source), PacketAddress.sixteen(target), udp);
    }

    private static byte[] udp(int from, int to, byte[] payload) {
        int length = UDP_HEAD + Math.min(payload.length, LONGEST_PAYLOAD);
        ByteBuffer udp = ByteBuffer.allocate(length);
        udp.putShort((short) from).putShort((short) to).putShort((short) length).putShort((short) 0);
        udp.put(payload, 0, length - UDP_HEAD);
        return udp.array();
    }

    private static byte[] four(byte[] source, byte[] target, byte[] udp) {
        checksum(udp, source, target); // RFC 768
        ByteBuffer ip = ByteBuffer.allocate(IPV4_HEAD + udp.length);
        ip.putShort((short) 0x4500).putShort((short) (IPV4_HEAD + udp.length)).putInt(0);
        ip.put((byte) HOPS)
                .put((byte) UDP)
                .putShort((short) 0)
                .put(source)
                .put(target)
                .put(udp);
        byte[] packet = ip.array();
        ip.putShort(10, (short) folded(sum(packet, 0, IPV4_HEAD)));
        return packet;
    }

    private static byte[] six(byte[] source, byte[] target, byte[] udp) {
        checksum(udp, source, target); // RFC 8200 section 8.1
        ByteBuffer ip = ByteBuffer.allocate(IPV6_HEAD + udp.length);
        ip.putInt(0x60000000).putShort((short) udp.length).put((byte) UDP).put((byte) HOPS);
        return ip.put(source).put(target).put(udp).array();
    }

    private static void checksum(byte[] udp, byte[] source, byte[] target) {
        long sum = sum(source, 0, source.length) + sum(target, 0, target.length) + UDP + udp.length;
        int folded = folded(sum + sum(udp, 0, udp.length));
        int written = folded == 0 ? 0xffff : folded;
        udp[6] = (byte) (written >> 8);
        udp[7] = (byte) written;
    }

    /** In words of sixteen bits (RFC 1071). */
    private static long sum(byte[] octets, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = octets[from + i] & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static int folded(long sum) {
        long rest = sum;
        while (rest > 0xffff) {
            rest = (rest & 0xffff) + (rest >>> 16);
        }
        return (int) ~rest & 0xffff;
    }
}
