package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.media.forward.Outlet;
import tandem.media.forward.Relay;
import tandem.media.rtp.Formats;
import tandem.media.rtp.Inbound;
import tandem.media.rtp.Latch;
import tandem.media.rtp.RtpPacket;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;

/** The path of a relayed packet through our own code allocates nothing; what Netty makes of a datagram is counted apart. */
class AllocationTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    private static final int PACKETS = 20_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Formats formats = new Formats(List.of(TestPhone.PCMU, TestPhone.EVENTS));
    private final byte[] datagram = new byte[2_112];
    private final Inbound in = new Inbound();
    private final RtpPacket writer = new RtpPacket();
    private long sent;

    private final Outlet outlet = new Outlet() {
        private final RtpSender sender = new RtpSender(
                new RtpSender.Wire() {
                    @Override
                    public boolean send(byte[] packet, int offset, int length) {
                        sent++;
                        return true;
                    }

                    @Override
                    public byte[] scratch() {
                        return datagram;
                    }
                },
                1,
                2,
                3);

        @Override
        public RtpSender sender() {
            return sender;
        }

        @Override
        public Formats takes() {
            return formats;
        }

        @Override
        public boolean open() {
            return true;
        }
    };

    private void receive(RtpIn head, int i) {
        writer.write(datagram, 0, false, 160);
        writer.sequence(i);
        writer.timestamp(160 * i);
        writer.ssrc(9);
        in.packet.wrap(datagram, 172);
        in.bytes = datagram;
        in.length = 172;
        in.from = PEER;
        in.nowNs = 20_000_000L * i;
        head.take(in);
    }

    @Test
    void relayAllocatesNothing() {
        Latch latch = new Latch();
        latch.describe(PEER);
        RtpIn head = new RtpIn(formats, latch, new RtpSource(), new PathCounters(), new Relay(outlet, "Relay"));
        int i = 0;
        while (i < PACKETS) {
            receive(head, i++);
        }
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        long idle = THREADS.getThreadAllocatedBytes(thread) - before; // what asking costs
        while (i < 2 * PACKETS) {
            receive(head, i++);
        }
        long bytes = THREADS.getThreadAllocatedBytes(thread) - before - 2 * idle;
        assertEquals(2L * PACKETS, sent);
        assertTrue(bytes < PACKETS / 100, bytes + " octets for " + PACKETS + " packets");
    }
}
