package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tandem.media.rtp.RtpPacket;

/** Packets sent again: what is kept for it, and the form of RFC 4588. */
class ResendTest {
    private static final long MS = 1_000_000L;

    private static byte[] packet(int sequence, int octets) {
        byte[] bytes = new byte[octets];
        RtpPacket packet = new RtpPacket();
        packet.write(bytes, 96, false, octets - 12);
        packet.sequence(sequence);
        bytes[octets - 1] = (byte) sequence;
        return bytes;
    }

    private static void keep(PacketCache cache, int sequence, int octets, long nowNs) {
        cache.keep(packet(sequence, octets), 0, octets, sequence, nowNs);
    }

    @Test
    void findsAPacketOnceARoundTripUntilItIsOld() {
        PacketCache cache = new PacketCache(10_000, 500 * MS);
        keep(cache, 7, 100, 0);
        int slot = cache.find(7, 50 * MS, 40 * MS);
        assertTrue(slot >= 0);
        assertEquals(100, cache.length(slot));
        assertEquals(7, cache.bytes()[cache.offset(slot) + 99]);
        assertEquals(-1, cache.find(7, 60 * MS, 40 * MS), "asked twice");
        assertTrue(cache.find(7, 100 * MS, 40 * MS) >= 0);
        assertEquals(-1, cache.find(7, 501 * MS, 40 * MS), "too old");
        assertEquals(-1, cache.find(8, 50 * MS, 0));
        assertEquals(-1, cache.find(7 + 1_024, 50 * MS, 0), "another one of its slot");
    }

    @Test
    void dropsTheOldestWhenItsOctetsAreUsedUp() {
        PacketCache cache = new PacketCache(1_000, 500 * MS);
        for (int i = 65_530; i < 65_550; i++) {
            keep(cache, i & 0xFFFF, 90 + i % 7, 0);
        }
        int found = 0;
        for (int i = 65_530; i < 65_550; i++) {
            int slot = cache.find(i & 0xFFFF, 1, 0);
            if (slot >= 0) {
                found++;
                assertEquals(90 + i % 7, cache.length(slot));
                assertEquals((byte) i, cache.bytes()[cache.offset(slot) + cache.length(slot) - 1], "packet " + i);
            } else {
                assertEquals(0, found, "what is dropped is older than what is kept");
            }
        }
        assertEquals(found, cache.packets());
        assertTrue(found >= 9, found + " kept");
    }

    @Test
    void keepsNoMoreThanItsSlotsAndNothingLongerThanItself() {
        PacketCache cache = new PacketCache(100_000, 500 * MS);
        for (int i = 0; i < 3_000; i++) {
            keep(cache, i, 20, 0);
        }
        assertEquals(1_024, cache.packets());
        assertEquals(-1, cache.find(1_975, 1, 0));
        assertTrue(cache.find(1_976, 1, 0) >= 0);
        cache.keep(new byte[100_001], 0, 100_001, 5_000, 0);
        assertEquals(-1, cache.find(5_000, 1, 0));
    }

    @Test
    void writesTheOriginalNumberBehindHeaderAndExtension() {
        byte[] original = Payloads.hex("90 60 1234 00000BB8 CAFEBABE BEDE0001 109E0000 AABBCC");
        byte[] into = new byte[original.length + 2];
        assertEquals(25, Rtx.wrap(original, 0, original.length, into));
        assertEquals(
                "90601234" + "00000bb8" + "cafebabe" + "bede0001109e0000" + "1234" + "aabbcc",
                HexFormat.of().formatHex(into));
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(into, into.length));
        packet.payloadType(97);
        packet.ssrc(0x0A0B0C0D);
        packet.sequence(9);
        assertTrue(Rtx.unwrap(packet, 96, 0xCAFEBABE));
        assertEquals(23, packet.length());
        assertEquals(HexFormat.of().formatHex(original), HexFormat.of().formatHex(into, 0, packet.length()));
    }

    @Test
    void refusesWhatHoldsNoOriginal() {
        byte[] probe = Payloads.hex("80 61 0001 00000BB8 CAFEBABE");
        RtpPacket packet = new RtpPacket();
        assertTrue(packet.wrap(probe, probe.length));
        assertFalse(Rtx.unwrap(packet, 96, 1));
        assertEquals(-1, Rtx.wrap(Payloads.hex("90 60 1234 00000BB8 CAFEBABE BEDE0009 AABB"), 0, 18, new byte[20]));
        assertEquals(-1, Rtx.wrap(probe, 0, 11, new byte[20]), "torn");
        assertEquals(-1, Rtx.wrap(probe, 0, 12, new byte[13]), "no room");
    }
}
