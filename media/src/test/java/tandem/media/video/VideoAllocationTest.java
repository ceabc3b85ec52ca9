package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tandem.media.VideoCodec;
import tandem.media.rtcp.FeedbackWriter;
import tandem.media.rtcp.TransportArrivals;
import tandem.media.rtp.RtpPacket;

/** Once buffers have grown, a packet costs no allocation: neither as a part of a frame, nor forwarded, kept and reported on. */
class VideoAllocationTest {
    private static final int ROUNDS = 400;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Map<String, VideoCodec> STREAMS = Map.of(
            "h264-mode1", VideoCodec.H264,
            "vp8", VideoCodec.VP8,
            "vp9", VideoCodec.VP9,
            "av1", VideoCodec.AV1,
            "h263", VideoCodec.H263,
            "h263-1998", VideoCodec.H263_1998);

    /** Takes frames and cuts them up again, and keeps nothing. */
    private static final class Through implements Depacketizer.Frames, Packetizer.Payloads {
        private final Packetizer packetizer;
        private int frames;
        private int payloads;

        Through(VideoCodec codec) {
            packetizer = VideoFormats.packetizer(codec, 1_100, 0, this);
        }

        @Override
        public void onFrame(CodedFrame frame) {
            frames++;
            packetizer.write(frame.bytes, 0, frame.length);
        }

        @Override
        public void onLoss() {}

        @Override
        public void onPayload(byte[] bytes, int offset, int length, boolean marker) {
            payloads++;
        }
    }

    private static long allocated(Runnable round) {
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long thread = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        long idle = THREADS.getThreadAllocatedBytes(thread) - before; // what asking costs
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        return THREADS.getThreadAllocatedBytes(thread) - before - 2 * idle;
    }

    @TestFactory
    Stream<DynamicTest> framesAllocateNothing() {
        return STREAMS.entrySet().stream()
                .map(stream -> dynamicTest(stream.getKey(), () -> {
                    List<Payloads.Packet> packets = Payloads.vector(stream.getKey());
                    byte[][] payloads =
                            packets.stream().map(Payloads.Packet::payload).toArray(byte[][]::new);
                    int[] stamps = packets.stream()
                            .mapToInt(Payloads.Packet::timestamp)
                            .toArray();
                    boolean[] markers = new boolean[payloads.length];
                    for (int i = 0; i < markers.length; i++) {
                        markers[i] = packets.get(i).marker();
                    }
                    Through through = new Through(stream.getValue());
                    Depacketizer depacketizer = VideoFormats.depacketizer(stream.getValue(), through);
                    long octets = allocated(() -> {
                        for (int i = 0; i < payloads.length; i++) {
                            depacketizer.take(payloads[i], 0, payloads[i].length, stamps[i], markers[i], false);
                        }
                    });
                    assertEquals(2L * ROUNDS * count(markers), through.frames);
                    assertTrue(through.payloads >= through.frames);
                    assertTrue(octets < 1_000, octets + " octets for " + ROUNDS * payloads.length + " packets");
                }));
    }

    private static int count(boolean[] markers) {
        int count = 0;
        for (boolean marker : markers) {
            count += marker ? 1 : 0;
        }
        return count;
    }

    /** A forwarder of one stream that switches sources, keeps, sends again and reports. */
    private static final class Forwarding {
        private final Splice splice = new Splice(VideoCodec.VP8, 1, 2, 3, 4);
        private final PacketCache cache = new PacketCache(200_000, 500_000_000L);
        private final TransportArrivals arrivals = new TransportArrivals(1);
        private final FeedbackWriter writer = new FeedbackWriter(1);
        private final BandwidthEstimator estimator = new BandwidthEstimator(300_000, 50_000, 5_000_000);
        private final ByteBuffer out = ByteBuffer.allocate(1_200);
        private final byte[] payload = Payloads.hex("90E0800105000102");
        private final byte[] bytes = new byte[1_200];
        private final byte[] again = new byte[1_202];
        private final int[] lost = {1, 2, 30};
        private final RtpPacket packet = new RtpPacket();
        private int sent;
        private long resent;

        void packets() {
            for (int i = 0; i < 50; i++) {
                one(sent++);
            }
            out.clear();
            arrivals.write(out, 2);
            writer.nack(out, 2, lost, 3);
        }

        private void one(int n) {
            long nowNs = n * 5_000_000L;
            packet.write(bytes, 96, true, 1_188);
            packet.sequence(n);
            packet.timestamp(450 * n);
            packet.ssrc(n / 997 % 2);
            if (n % 997 == 0) {
                splice.switchTo(packet.ssrc());
            }
            System.arraycopy(payload, 0, bytes, 12, payload.length);
            bytes[15] = (byte) n;
            arrivals.onArrival(n, nowNs);
            if (n % 3 == 1) {
                splice.leaveOut(packet);
            } else if (splice.rewrite(packet, nowNs)) {
                cache.keep(packet, nowNs);
                estimator.onSent(packet.sequence(), packet.length(), nowNs);
                int slot = cache.find(packet.sequence() - 5, nowNs, 0);
                resent += slot < 0 ? 0 : Rtx.wrap(cache.bytes(), cache.offset(slot), cache.length(slot), again);
            }
        }
    }

    @Test
    void forwardingKeepingAndReportingAllocateNothing() {
        Forwarding forwarding = new Forwarding();
        long octets = allocated(forwarding::packets);
        assertTrue(forwarding.resent > 0);
        assertTrue(octets < 1_000, octets + " octets for " + ROUNDS * 50 + " packets");
    }
}
