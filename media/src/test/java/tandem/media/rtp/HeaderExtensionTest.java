package tandem.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Header extensions as octets (RFC 8285). */
class HeaderExtensionTest {
    private static final String HEAD = " 60 0001 00000000 00000001 ";

    private final RtpPacket packet = new RtpPacket();
    private final HeaderExtension element = new HeaderExtension();

    private boolean find(String octets, int id) {
        byte[] bytes = HexFormat.of().parseHex(octets.replace(" ", ""));
        assertTrue(packet.wrap(bytes, bytes.length));
        return element.find(packet, id);
    }

    @Test
    void findsAnElementBehindOthersAndPadding() {
        assertTrue(find("90" + HEAD + "BEDE0002 109E 00 31 ABCD 00 00 AA", 3));
        assertEquals(22 - 2, element.offset());
        assertEquals(2, element.length());
        assertEquals(0xABCD, element.number16());
        element.number16(0x1_0102);
        assertEquals(0x0102, element.number16());
        assertTrue(find("91" + HEAD + "00000009 10050002 0101 9E 00 20 02 BEEF", 32), "two-byte form behind a source");
        assertEquals(0xBEEF, element.number16());
    }

    @Test
    void findsNothingWhereThereIsNone() {
        assertFalse(find("80" + HEAD + "AABBCCDD", 1));
        assertFalse(find("90" + HEAD + "BEDE0001 109E0000", 3));
        assertFalse(find("90" + HEAD + "BEDE0001 F0109E00", 1), "15 ends the list");
        assertFalse(find("90" + HEAD + "BEDE0001 0000003F AA", 3), "longer than the extension");
        assertFalse(find("90" + HEAD + "10000001 0303AABB CC", 3), "longer than the extension");
        assertFalse(find("90" + HEAD + "12340001 109E0000", 1), "another profile");
        assertTrue(find("90" + HEAD + "BEDE0001 30AA0000", 3));
        assertEquals(-1, element.number16(), "one octet is no number of two");
    }
}
