package tandem.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RTP packets as octets. */
class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets.replace(" ", ""));
    }

    private boolean wrap(String octets) {
        byte[] bytes = hex(octets);
        return packet.wrap(bytes, bytes.length);
    }

    @Test
    void readsTheFixedHeader() {
        assertTrue(wrap("80 88 1234 000000A0 CAFEBABE D5D5D5"));
        assertTrue(packet.marker());
        assertEquals(8, packet.payloadType());
        assertEquals(0x1234, packet.sequence());
        assertEquals(160, packet.timestamp());
        assertEquals(0xCAFEBABE, packet.ssrc());
        assertEquals(3, packet.payloadLength());
    }

    @Test
    void readsAudioLevelsOfBothForms() {
        assertTrue(wrap("90 00 0001 00000000 00000001 BEDE0001 10 9E 00 00 FF"));
        assertEquals(0x9E, packet.audioLevel(1), "one-byte form");
        assertEquals(-1, packet.audioLevel(2));
        assertTrue(wrap("90 00 0001 00000000 00000001 10000001 00 03 01 1E FF"));
        assertEquals(0x1E, packet.audioLevel(3), "two-byte form behind padding");
        assertEquals(1, packet.payloadLength());
    }

    @Test
    void takesPaddingOff() {
        assertTrue(wrap("A0 00 0001 00000000 00000001 AABB 00 02"));
        assertTrue(packet.strip());
        assertEquals(2, packet.payloadLength());
        assertTrue(wrap("A0 00 0001 00000000 00000001 AABB 00 09"));
        assertFalse(packet.strip(), "more padding than payload");
        assertTrue(wrap("A0 00 0001 00000000 00000001"));
        assertFalse(packet.strip(), "padding of nothing");
    }

    @Test
    void refusesWhatIsTorn() {
        assertFalse(wrap("80 00 0001 000000"));
        assertFalse(wrap("40 00 0001 00000000 00000001"), "version 1");
        assertFalse(wrap("82 00 0001 00000000 00000001 00000001"), "a CSRC is missing");
        assertFalse(wrap("90 00 0001 00000000 00000001 BEDE"), "half an extension header");
        assertFalse(wrap("90 00 0001 00000000 00000001 BEDE0004 1000"), "an extension longer than the packet");
    }

    @Test
    void takesExtensionAndSourcesOutBeforeForwarding() {
        assertTrue(wrap("91 00 0001 00000000 00000001 00000009 BEDE0001 109E0000 AABB"));
        int start = packet.start();
        byte[] bytes = packet.bytes();
        assertEquals(12, start);
        assertEquals((byte) 0x80, bytes[start]);
        assertEquals((byte) 0xAA, bytes[start + 12]);
    }
}
