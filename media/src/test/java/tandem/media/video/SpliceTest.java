package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;
import tandem.media.rtp.RtpPacket;

/** One stream made of many, packet by packet, on invented time. */
class SpliceTest {
    private static final int A = 0xA;
    private static final int B = 0xB;
    private static final int OUT = 0x0F0F0F0F;
    private static final long MS = 1_000_000L;

    private final Splice splice = new Splice(VideoCodec.VP8, OUT, 65_534, 0xFFFF_FF00, 0x7FFF);
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    /** A packet of a VP8 frame: one a frame, with picture id and TL0PICIDX. */
    private static RtpPacket packet(int source, int sequence, int timestamp, int pictureId, int base) {
        byte[] bytes = new byte[20];
        RtpPacket packet = new RtpPacket();
        packet.write(bytes, 96, true, 8);
        packet.ssrc(source);
        packet.sequence(sequence);
        packet.timestamp(timestamp);
        byte[] payload = Payloads.hex("90E0" + "%04x%02x".formatted(0x8000 | pictureId, base & 0xFF) + "00" + "0102");
        System.arraycopy(payload, 0, bytes, 12, 8);
        return packet;
    }

    private String sent(RtpPacket packet, long nowMs) {
        if (!splice.rewrite(packet, nowMs * MS)) {
            return "no";
        }
        assertEquals(OUT, packet.ssrc());
        assertTrue(descriptor.wrap(packet.bytes(), packet.payload(), packet.payloadLength()));
        return packet.sequence() + " " + (packet.timestamp() + 0x100) + " " + descriptor.pictureId() + " "
                + descriptor.tl0PicIdx();
    }

    @Test
    void goesOnAcrossASwitchByTheTimeThatPassed() {
        splice.switchTo(A);
        assertEquals("65534 0 32767 0", sent(packet(A, 100, 5_000, 7, 200), 0));
        assertEquals("65535 3000 0 1", sent(packet(A, 101, 8_000, 8, 201), 33));
        splice.switchTo(B);
        assertEquals("no", sent(packet(A, 102, 11_000, 9, 202), 40), "the one before");
        assertEquals("0 6060 1 2", sent(packet(B, 9_000, 77, 500, 3), 67), "34 ms later");
        assertEquals("1 9060 2 3", sent(packet(B, 9_001, 3_077, 501, 4), 100));
        splice.switchTo(A);
        assertEquals("2 12120 3 4", sent(packet(A, 300, 90_000, 90, 9), 134));
    }

    @Test
    void sendsNothingBeforeASourceIsChosen() {
        assertEquals("no", sent(packet(A, 100, 5_000, 7, 200), 0));
        assertEquals(1, splice.refused());
    }

    @Test
    void closesTheGapsOfFramesLeftOut() {
        splice.switchTo(A);
        assertEquals("65534 0 32767 0", sent(packet(A, 1, 0, 10, 5), 0));
        splice.leaveOut(packet(A, 2, 3_000, 11, 5));
        assertEquals("65535 6000 0 1", sent(packet(A, 3, 6_000, 12, 6), 66));
        splice.leaveOut(packet(A, 4, 9_000, 13, 6));
        splice.leaveOut(packet(A, 5, 12_000, 14, 6));
        assertEquals("0 15000 1 2", sent(packet(A, 6, 15_000, 15, 7), 165));
    }

    @Test
    void keepsThePlaceOfWhatComesLate() {
        splice.switchTo(A);
        assertEquals("65534 0 32767 0", sent(packet(A, 65_534, 0, 10, 5), 0));
        splice.leaveOut(packet(A, 65_535, 3_000, 11, 5));
        assertEquals("1 9000 2 2", sent(packet(A, 2, 9_000, 14, 7), 99), "65535 is left out, 0 and 1 are on their way");
        assertEquals("65535 5000 0 1", sent(packet(A, 0, 5_000, 12, 6), 100));
        splice.leaveOut(packet(A, 4, 15_000, 16, 7));
        assertEquals("2 12000 3 3", sent(packet(A, 3, 12_000, 15, 8), 101), "before what was left out");
        assertEquals("3 18000 4 4", sent(packet(A, 5, 18_000, 17, 9), 102));
        assertEquals("0 6000 1 1", sent(packet(A, 1, 6_000, 13, 6), 103));
        assertEquals("no", sent(packet(A, 1, 6_000, 13, 6), 104), "twice");
        assertEquals("no", sent(packet(A, 4, 15_000, 16, 7), 105), "left out");
    }

    @Test
    void refusesWhatWasSentBeforeItsSourceTookOver() {
        splice.switchTo(A);
        assertEquals("65534 0 32767 0", sent(packet(A, 100, 5_000, 7, 200), 0));
        assertEquals("no", sent(packet(A, 99, 2_000, 6, 199), 1));
        assertEquals("no", sent(packet(A, 99, 2_000, 6, 199), 2));
    }

    @Test
    void rewritesShortPictureIdsInTheirSevenBits() {
        Splice vp9 = new Splice(VideoCodec.VP9, OUT, 0, 0, 126);
        vp9.switchTo(A);
        int[] out = new int[4];
        for (int i = 0; i < out.length; i++) {
            RtpPacket packet = packet(A, 10 + i, 3_000 * i, 0, 0);
            byte[] payload = Payloads.hex("8C%02x86000000000000".formatted((64 + i) & 0x7F));
            System.arraycopy(payload, 0, packet.bytes(), 12, 8);
            assertTrue(vp9.rewrite(packet, 0));
            out[i] = packet.bytes()[13];
        }
        assertEquals("[126, 127, 0, 1]", java.util.Arrays.toString(out));
    }

    @Test
    void letsOtherCodecsPassWithTheirPayloadUntouched() {
        Splice h264 = new Splice(VideoCodec.H264, OUT, 5, 0, 0);
        h264.switchTo(A);
        RtpPacket packet = packet(A, 1, 0, 10, 5);
        byte[] before = packet.bytes().clone();
        assertTrue(h264.rewrite(packet, 0));
        assertEquals(5, packet.sequence());
        assertEquals(
                java.util.HexFormat.of().formatHex(before, 12, 20),
                java.util.HexFormat.of().formatHex(packet.bytes(), 12, 20));
        RtpPacket empty = new RtpPacket();
        empty.write(new byte[12], 96, false, 0);
        empty.ssrc(A);
        empty.sequence(2);
        assertTrue(h264.rewrite(empty, 0));
        assertFalse(h264.rewrite(packet(B, 3, 0, 0, 0), 0));
    }

    /**
     * A long stream of three temporal layers, in disorder of up to eight packets, with the highest layer left out: each number goes out
     * once, none is missing but those whose neighbour was known to be left out only afterwards.
     */
    @Test
    void givesEachNumberOnceThroughDisorderAndWrap() {
        Random random = new Random(7);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            order.add(i);
        }
        for (int i = 1; i + 8 < order.size(); i += 8) { // the first one stays first
            Collections.shuffle(order.subList(i, i + 8), random);
        }
        splice.switchTo(A);
        Set<Integer> recent = new HashSet<>();
        int[] ring = new int[1_000];
        int sent = 0;
        for (int n = 0; n < order.size(); n++) {
            int i = order.get(n);
            RtpPacket packet = packet(A, i & 0xFFFF, 3_000 * i, i & 0x7FFF, i / 4);
            if (i % 2 == 1) {
                splice.leaveOut(packet);
                continue;
            }
            assertTrue(splice.rewrite(packet, n * 33L * MS), "packet " + i);
            assertTrue(recent.add(packet.sequence()), "number of packet " + i + " went out before");
            if (sent >= ring.length) {
                recent.remove(ring[sent % ring.length]);
            }
            ring[sent % ring.length] = packet.sequence();
            sent++;
        }
        assertEquals(100_000, sent);
        assertEquals(0, splice.refused());
    }
}
