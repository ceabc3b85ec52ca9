package tandem.gateway.records;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tandem.sip.SipTraced;

/**
 * A SIP message as Homer takes it (HEP/EEP version 3, revision 12): {@code "HEP3"}, the length of all in two octets, then chunks.
 *
 * <pre>
 *   0       2       4        6
 *   | vendor | type | length | value ...     length counts these six octets too
 * </pre>
 */
final class HepPacket {
    private static final int LONGEST = 65_535;
    private static final int HEAD = 6;
    private static final int MOST_CHUNKS = 512; // octets of all chunks but the message, with room to spare

    private static final int FAMILY = 0x0001;
    private static final int PROTOCOL = 0x0002;
    private static final int SOURCE_4 = 0x0003;
    private static final int TARGET_4 = 0x0004;
    private static final int SOURCE_6 = 0x0005;
    private static final int TARGET_6 = 0x0006;
    private static final int SOURCE_PORT = 0x0007;
    private static final int TARGET_PORT = 0x0008;
    private static final int SECONDS = 0x0009;
    private static final int MICROSECONDS = 0x000a;
    private static final int PAYLOAD_TYPE = 0x000b;
    private static final int CAPTURE_ID = 0x000c;
    private static final int AUTH_KEY = 0x000e;
    private static final int PAYLOAD = 0x000f;
    private static final int CORRELATION = 0x0011;

    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SIP = 1;

    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream(1_500);

    private HepPacket() {}

    /**
     * The packet.
     *
     * @param message what travelled
     * @param payload its octets without what is secret; what is too long for a packet is cut
     * @param correlation by which messages of one call are found together
     * @param captureId who we are
     * @param key what lets us in, if anything is asked
     */
    static byte[] of(SipTraced message, byte[] payload, String correlation, int captureId, Optional<String> key) {
        HepPacket packet = new HepPacket();
        packet.addresses(message.from(), message.to());
        packet.chunk(PROTOCOL, new byte[] {(byte) (message.transport().equals("UDP") ? UDP : TCP)});
        packet.chunk32(SECONDS, message.epochMs() / 1_000);
        packet.chunk32(MICROSECONDS, message.epochMs() % 1_000 * 1_000);
        packet.chunk(PAYLOAD_TYPE, new byte[] {SIP});
        packet.chunk32(CAPTURE_ID, captureId);
        key.ifPresent(word -> packet.chunk(AUTH_KEY, word.getBytes(StandardCharsets.UTF_8)));
        packet.chunk(CORRELATION, correlation.getBytes(StandardCharsets.UTF_8));
        int length = Math.min(payload.length, LONGEST - MOST_CHUNKS - packet.chunks.size());
        packet.chunk(PAYLOAD, java.util.Arrays.copyOf(payload, length));
        return packet.whole();
    }

    private void addresses(InetSocketAddress from, InetSocketAddress to) {
        InetAddress source = PacketAddress.of(from);
        InetAddress target = PacketAddress.of(to);
        boolean four = source instanceof Inet4Address && target instanceof Inet4Address;
        chunk(FAMILY, new byte[] {(byte) (four ? IPV4 : IPV6)});
        chunk(four ? SOURCE_4 : SOURCE_6, four ? source.getAddress() : PacketAddress.sixteen(source));
        chunk(four ? TARGET_4 : TARGET_6, four ? target.getAddress() : PacketAddress.sixteen(target));
        chunk16(SOURCE_PORT, from.getPort());
        chunk16(TARGET_PORT, to.getPort());
    }

    private void chunk16(int type, int value) {
        chunk(type, ByteBuffer.allocate(2).putShort((short) value).array());
    }

    private void chunk32(int type, long value) {
        chunk(type, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    private void chunk(int type, byte[] value) {
        chunks.writeBytes(ByteBuffer.allocate(HEAD)
                .putShort((short) 0) // the generic vendor
                .putShort((short) type)
                .putShort((short) (HEAD + value.length))
                .array());
        chunks.writeBytes(value);
    }

    private byte[] whole() {
        ByteBuffer all = ByteBuffer.allocate(HEAD + chunks.size());
        all.put("HEP3".getBytes(StandardCharsets.US_ASCII));
        all.putShort((short) (HEAD + chunks.size()));
        all.put(chunks.toByteArray());
        return all.array();
    }
}
