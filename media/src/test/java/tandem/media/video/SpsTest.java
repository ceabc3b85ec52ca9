package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Sequence parameter sets as octets, written by x264 or by hand. */
class SpsTest {
    private final Sps sps = new Sps();

    private boolean read(String octets) {
        byte[] unit = Payloads.hex(octets);
        return sps.read(unit, 0, unit.length);
    }

    @Test
    void readsProfileLevelAndSize() {
        assertTrue(read("6742c00cda0b13b0110000030001000003001e8f142aa0"));
        assertEquals(66, sps.profile());
        assertEquals(0xC0, sps.constraints());
        assertEquals(12, sps.level());
        assertEquals("176x144", sps.width() + "x" + sps.height());
    }

    @Test
    void takesOffWhatIsCroppedInHighProfile() {
        assertTrue(read("67640028acd940780227e5c044000003000400000300c83c60c658"));
        assertEquals(100, sps.profile());
        assertEquals("1920x1080", sps.width() + "x" + sps.height());
    }

    /** Bits as words, filled up with a one and zeros. */
    private static String bits(String words) {
        StringBuilder all = new StringBuilder(words.replace(" ", "")).append('1');
        while (all.length() % 8 != 0) {
            all.append('0');
        }
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < all.length(); i += 8) {
            octets.append(String.format("%02x", Integer.parseInt(all.substring(i, i + 8), 2)));
        }
        return octets.toString();
    }

    @Test
    void refusesWhatIsAbsurd() {
        String head = "6742c01e";
        String order = "1 1 1 1 1 0"; // id, frame_num, type 0, its bits, references, gaps
        assertTrue(read(head + bits(order + "00100 00100 1 1 0 0")), "64 by 64");
        assertEquals("64x64", sps.width() + "x" + sps.height());
        assertFalse(read(head + bits(order + "0000000000010000000000 00100 1 1 0 0")), "wider than 16384");
        assertFalse(read(head + bits(order + "00100 00100 1 1 1 000000100001 1 1 1 0")), "cropped to nothing");
        assertFalse(read(head + "00000000000000000000"), "a number without end");
        assertFalse(read(head + bits("000001 00001")), "id 32");
        assertFalse(read(head), "nothing behind the level");
        assertFalse(read("68ce3c8000"), "another unit");
        assertFalse(read("67640028acd940"), "cut off");
    }
}
