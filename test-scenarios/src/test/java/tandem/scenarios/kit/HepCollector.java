package tandem.scenarios.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What Homer is to a gateway: takes HEP version 3 over UDP and tells its chunks apart. */
public final class HepCollector implements AutoCloseable {
    private static final int HEP3 = 0x48455033;

    private final DatagramSocket socket;
    private final List<Packet> packets = new CopyOnWriteArrayList<>();
    private final AtomicInteger foreign = new AtomicInteger();

    /** One that listens on a free port. */
    public HepCollector() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::read);
    }

    /** A packet by the types of its chunks. */
    public record Packet(Map<Integer, byte[]> chunks) {
        private ByteBuffer chunk(int type) {
            byte[] value = chunks.get(type);
            if (value == null) {
                throw new AssertionError("no chunk " + type + " in " + chunks.keySet());
            }
            return ByteBuffer.wrap(value);
        }

        /** The message that was copied. */
        public String payload() {
            return new String(chunk(0x000f).array(), StandardCharsets.UTF_8);
        }

        /** By which messages of a call are found together. */
        public String correlation() {
            return new String(chunk(0x0011).array(), StandardCharsets.UTF_8);
        }

        /** Where it came from, IPv4 address and port. */
        public String from() {
            return address(0x0003, 0x0007);
        }

        /** Where it went. */
        public String to() {
            return address(0x0004, 0x0008);
        }

        private String address(int host, int port) {
            byte[] octets = chunk(host).array();
            return (octets[0] & 0xff) + "." + (octets[1] & 0xff) + "." + (octets[2] & 0xff) + "." + (octets[3] & 0xff)
                    + ":" + (chunk(port).getShort() & 0xffff);
        }

        /** The IP protocol: 17 is UDP, 6 is TCP. */
        public int protocol() {
            return chunk(0x0002).get();
        }

        /** Who sent the copy. */
        public int captureId() {
            return chunk(0x000c).getInt();
        }

        /** When, seconds since 1970. */
        public long seconds() {
            return chunk(0x0009).getInt() & 0xffffffffL;
        }
    }

    private void read() {
        byte[] octets = new byte[65_535];
        try {
            while (!socket.isClosed()) {
                DatagramPacket datagram = new DatagramPacket(octets, octets.length);
                socket.receive(datagram);
                packet(ByteBuffer.wrap(octets, 0, datagram.getLength()))
                        .ifPresentOrElse(packets::add, foreign::incrementAndGet);
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    /** Empty where it is no whole packet of HEP version 3: anybody may send to a port. */
    private static Optional<Packet> packet(ByteBuffer in) {
        boolean whole = in.limit() >= 6 && in.getInt() == HEP3 && (in.getShort() & 0xffff) == in.limit();
        Map<Integer, byte[]> chunks = new HashMap<>();
        while (whole && in.hasRemaining()) {
            whole = in.remaining() >= 6;
            if (whole) {
                in.getShort(); // vendor
                int type = in.getShort();
                int length = (in.getShort() & 0xffff) - 6;
                whole = length >= 0 && length <= in.remaining();
                byte[] value = new byte[whole ? length : 0];
                in.get(value);
                chunks.put(type, value);
            }
        }
        return whole ? Optional.of(new Packet(chunks)) : Optional.empty();
    }

    /** How many datagrams came that are no packets. */
    public int foreign() {
        return foreign.get();
    }

    /** Its address as the configuration has it. */
    public String address() {
        return "udp:127.0.0.1:" + socket.getLocalPort();
    }

    /** What came so far. */
    public List<Packet> packets() {
        return packets;
    }

    @Override
    public void close() {
        socket.close();
    }
}
