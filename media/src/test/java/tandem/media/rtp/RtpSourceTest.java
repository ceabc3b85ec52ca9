package tandem.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Counting by RFC 3550 appendix A. */
class RtpSourceTest {
    private final RtpSource source = new RtpSource();
    private final RtpPacket packet = new RtpPacket();

    private boolean hear(int ssrc, int sequence) {
        byte[] bytes = new byte[20];
        packet.write(bytes, 0, false, 8);
        packet.ssrc(ssrc);
        packet.sequence(sequence);
        packet.timestamp(160 * sequence);
        return source.count(packet, 160 * sequence);
    }

    @Test
    void countsOverTheWrap() {
        for (int i = 65_530; i < 65_546; i++) {
            assertTrue(hear(1, i & 0xFFFF));
        }
        assertEquals(16, source.received());
        assertEquals(0, source.lost());
        assertEquals(65_545, source.extendedMax());
    }

    @Test
    void countsLossAndTellsItsShare() {
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 1) {
                hear(1, i);
            }
        }
        assertEquals(25, source.lost());
        assertEquals(64, source.fractionLost());
        assertEquals(0, source.fractionLost(), "since last asked");
    }

    @Test
    void doesNotBelieveOneWildNumberButTwoInARow() {
        hear(1, 100);
        assertFalse(hear(1, 40_000));
        assertTrue(hear(1, 40_001));
        assertEquals(2, source.received());
    }

    @Test
    void beginsAnewWithAnotherSource() {
        hear(1, 100);
        hear(1, 103);
        assertTrue(source.changed(2));
        assertTrue(hear(2, 9));
        assertEquals(2, source.lostTotal());
        assertEquals(0, source.lost());
        assertEquals(3, source.received());
    }
}
