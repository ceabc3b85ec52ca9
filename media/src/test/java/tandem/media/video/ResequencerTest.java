package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;
import tandem.media.rtp.RtpPacket;

/** Packets in disorder and their losses, on invented time. */
class ResequencerTest {
    private static final long MS = 1_000_000L;

    private final List<String> got = new ArrayList<>();
    private final Resequencer resequencer = new Resequencer(
            (packet, gap) -> got.add((gap ? "gap " : "") + packet.sequence() + ":" + packet.payloadLength()), 100 * MS);
    private final int[] lost = new int[8];

    private static RtpPacket packet(int sequence, byte[] payload, int timestamp, boolean marker) {
        byte[] bytes = new byte[12 + payload.length];
        RtpPacket packet = new RtpPacket();
        packet.write(bytes, 96, marker, payload.length);
        packet.sequence(sequence);
        packet.timestamp(timestamp);
        System.arraycopy(payload, 0, bytes, 12, payload.length);
        return packet;
    }

    private void take(int sequence, long nowMs) {
        resequencer.take(packet(sequence, new byte[sequence & 7], 0, false), nowMs * MS);
    }

    private String missing(long nowMs) {
        int count = resequencer.missing(lost, nowMs * MS, 30 * MS);
        return Arrays.toString(Arrays.copyOf(lost, count));
    }

    @Test
    void handsOnAtOnceWhatComesInOrderAndOnceWhatComesTwice() {
        take(65_535, 0);
        take(0, 1);
        take(0, 2);
        take(65_535, 3);
        assertEquals(List.of("65535:7", "0:0"), got);
        assertEquals(2, resequencer.late());
    }

    @Test
    void keepsWhatComesEarlyUntilWhatIsMissingCame() {
        take(65_533, 0);
        take(1, 1);
        take(65_535, 2);
        assertEquals(List.of("65533:5"), got);
        assertEquals("[65534, 0]", missing(3));
        take(65_534, 4);
        assertEquals(List.of("65533:5", "65534:6", "65535:7"), got);
        take(0, 5);
        assertEquals(List.of("0:0", "1:1"), got.subList(3, 5));
        assertEquals("[]", missing(50));
    }

    @Test
    void asksOnceARoundTripAndTenTimesAtMost() {
        take(1, 0);
        take(4, 0);
        assertEquals("[2, 3]", missing(0));
        assertEquals("[]", missing(29));
        take(3, 29);
        for (int i = 1; i < 10; i++) {
            assertEquals("[2]", missing(30L * i));
        }
        assertEquals("[]", missing(300));
    }

    @Test
    void givesUpWhatDoesNotComeInTime() {
        take(1, 0);
        take(3, 0);
        take(5, 60);
        resequencer.onTime(99 * MS);
        assertEquals(1, got.size());
        resequencer.onTime(100 * MS);
        assertEquals(List.of("1:1", "gap 3:3"), got);
        take(2, 101);
        assertEquals(1, resequencer.late());
        resequencer.onTime(160 * MS);
        assertEquals("gap 5:5", got.get(2));
        assertEquals(2, resequencer.lost());
        take(6, 161);
        assertEquals("6:6", got.get(3));
    }

    @Test
    void keepsNoMoreThanItsSlots() {
        take(0, 0);
        for (int i = 2; i < 600; i++) {
            take(i, 1);
        }
        assertEquals("gap 2:2", got.get(1), "no room for 513 and the place of 1");
        assertEquals(599, got.size());
        take(1_400, 2);
        assertEquals(599, got.size());
        take(1_400 - 600, 3);
        assertEquals(1, resequencer.late(), "out of the window");
        resequencer.onTime(102 * MS);
        assertEquals("gap 1400:0", got.get(599));
    }

    @Test
    void beginsAnewWhereNumbersDo() {
        take(10, 0);
        take(12, 1);
        take(40_000, 2);
        assertEquals(List.of("10:2", "gap 12:4", "gap 40000:0"), got);
        resequencer.reset();
        take(7, 3);
        assertEquals("7:7", got.get(3), "another source has no gap before it");
    }

    /** A captured stream in disorder gives the frames it gives in order. */
    @Test
    void feedsADepacketizerThroughDisorder() {
        List<Payloads.Packet> packets = Payloads.vector("h264-mode1");
        List<String> whole = Payloads.of(packets, VideoCodec.H264).frames.stream()
                .map(Payloads.Given::hex)
                .toList();
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Payloads into = new Payloads();
            Depacketizer depacketizer = VideoFormats.depacketizer(VideoCodec.H264, into);
            Resequencer order = new Resequencer((packet, gap) -> depacketizer.take(packet, gap), 100 * MS);
            List<Payloads.Packet> shaken = new ArrayList<>(packets.subList(1, packets.size()));
            for (int i = 0; i + 4 <= shaken.size(); i += 4) {
                java.util.Collections.shuffle(shaken.subList(i, i + 4), random);
            }
            shaken.addFirst(packets.getFirst());
            long nowMs = 0;
            for (Payloads.Packet one : shaken) {
                nowMs += 3;
                order.take(packet(one.sequence(), one.payload(), one.timestamp(), one.marker()), nowMs * MS);
            }
            order.onTime((nowMs + 200) * MS);
            assertEquals(whole, into.frames.stream().map(Payloads.Given::hex).toList(), "seed " + seed);
            assertEquals(0, order.lost());
        }
    }
}
