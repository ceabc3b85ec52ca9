package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.video.Payloads.take;

import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;

/** Payloads of AV1 as octets. */
class Av1Test {
    private final Payloads got = new Payloads();
    private final Depacketizer depacketizer = VideoFormats.depacketizer(VideoCodec.AV1, got);

    @Test
    void givesElementsTheirSizesBehindATemporalDelimiter() {
        take(depacketizer, "20 02 30AA 08BB", 9, true, false);
        Payloads.Given frame = got.frames.getFirst();
        assertEquals("1200" + "3281808000aa" + "0a81808000bb", frame.hex());
        assertEquals(3, frame.units());
        assertFalse(frame.key());
    }

    @Test
    void putsAnObuOfThreePacketsTogether() {
        take(depacketizer, "50 34 48 AA", 9, false, false); // extension: temporal 2, spatial 1; goes on
        take(depacketizer, "D0 BBCC", 9, false, false);
        take(depacketizer, "80 01 DD 02 30EE", 9, true, false); // W 0: every element has its length
        assertEquals(
                "1200" + "364884808000aabbccdd" + "3281808000ee",
                got.frames.getFirst().hex());
    }

    @Test
    void passesOverDelimitersPaddingAndSizesOfTheirOwn() {
        take(depacketizer, "00 02 1200 03 3201AA 02 78FF", 9, true, false);
        assertEquals("1200" + "3281808000aa", got.frames.getFirst().hex());
    }

    @Test
    void givesNothingThatLacksABeginningOrAnEnd() {
        take(depacketizer, "90 AA", 9, true, false);
        take(depacketizer, "50 30AA", 12, true, false);
        take(depacketizer, "50 30AA", 15, false, false);
        take(depacketizer, "10 30BB", 15, true, true);
        assertEquals(0, got.frames.size());
        assertEquals(3, depacketizer.dropped());
        assertEquals(0, depacketizer.malformed());
    }

    @Test
    void countsWhatIsMalformed() {
        String[] bad = {
            "10", "00 05 30AA", "00 00 30", "20 05 30AA", "00 FFFFFFFF7F 30", "10 B0AA", "10 34", "10 32FFFFFFFF"
        };
        int stamp = 0;
        for (String payload : bad) {
            take(depacketizer, payload, stamp, true, false);
            stamp += 3_000;
        }
        assertEquals(bad.length, depacketizer.malformed());
        assertEquals(0, got.frames.size());
    }

    @Test
    void writesElementsAndCutsLongOnes() {
        byte[] unit = Payloads.hex("1200" + "0A03010203" + "3250" + "AB".repeat(80));
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.AV1, 64, 0, got);
        assertTrue(packetizer.write(unit, 0, unit.length));
        assertEquals("48" + "840008010203" + "b70030" + "ab".repeat(54), got.payload(0));
        assertEquals("80" + "9a00" + "ab".repeat(26), got.payload(1));
        assertEquals(java.util.List.of(false, true), got.markers);
        assertFalse(packetizer.write(Payloads.hex("3005AA"), 0, 3), "no sizes");
        assertFalse(packetizer.write(Payloads.hex("3205AA"), 0, 3), "longer than there is");
    }

    /** Bits as words, filled up with zeros. */
    private static byte[] bits(String words) {
        String all = words.replace(" ", "");
        byte[] octets = new byte[(all.length() + 7) / 8];
        for (int i = 0; i < all.length(); i++) {
            octets[i / 8] |= (byte) ((all.charAt(i) - '0') << (7 - i % 8));
        }
        return octets;
    }

    private static String number(int value, int bits) {
        return String.format("%" + bits + "s", Integer.toBinaryString(value)).replace(' ', '0');
    }

    @Test
    void readsTheSizeBehindTimingAndOperatingPoints() {
        Av1Sequence sequence = new Av1Sequence();
        String timing = "1" + number(1, 32) + number(30, 32) + "1 1";
        String model = "1 01001" + number(7, 32) + "00011 00100";
        String point = number(0x101, 12) + "01001 1" + "1" + number(5, 10) + number(6, 10) + "1" + "1 0011";
        String size = "1000 0111" + number(319, 9) + number(179, 8);
        byte[] octets = bits("000 0 0" + timing + model + "1 00001" + point + point + size);
        assertTrue(sequence.read(octets, 0, octets.length));
        assertEquals("320x180", sequence.width() + "x" + sequence.height());
        assertFalse(sequence.read(octets, 0, octets.length - 3), "cut off");
        byte[] reduced = bits("000 1 1 00000" + size);
        assertTrue(sequence.read(reduced, 0, reduced.length));
        assertEquals(320, sequence.width());
    }

    @Test
    void readsTheDependencyDescriptorAndKeepsItsStructure() {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        byte[] bare = Payloads.hex("C1 0007");
        assertTrue(descriptor.read(bare, 0, 3));
        assertTrue(descriptor.startOfFrame() && descriptor.endOfFrame());
        assertEquals(7, descriptor.frameNumber());
        assertEquals(-1, descriptor.temporalId(), "nothing is known of templates yet");
        // L1T2: offset 62, two targets; templates: S0T0, S0T1 twice; DTIs; fdiffs; one chain; 640 by 360
        String structure = number(62, 6) + "00001" + "01 00 11"
                + "10 10  00 01  11 10"
                + "0  1 0000 0  1 0001 1 0010 0"
                + "10" + "0000 0001 0010"
                + "1" + number(639, 16) + number(359, 16);
        byte[] attached = bits("1 0 111110" + number(0x1234, 16) + "1 0 0 0 0" + structure);
        assertTrue(descriptor.read(attached, 0, attached.length));
        assertTrue(descriptor.structureAttached());
        assertEquals(0x1234, descriptor.frameNumber());
        assertEquals(0, descriptor.temporalId());
        assertTrue(descriptor.independent());
        assertEquals(2, descriptor.targets());
        assertEquals(3, descriptor.activeTargets());
        assertEquals(DependencyDescriptor.SWITCH, descriptor.indication(0));
        assertEquals("640x360", descriptor.width(0) + "x" + descriptor.height(0));
        byte[] later = Payloads.hex("7F 1235"); // template 63
        assertTrue(descriptor.read(later, 0, 3));
        assertTrue(descriptor.endOfFrame() && !descriptor.startOfFrame());
        assertEquals(1, descriptor.temporalId());
        assertEquals(DependencyDescriptor.NOT_PRESENT, descriptor.indication(0));
        assertEquals(DependencyDescriptor.DISCARDABLE, descriptor.indication(1));
        assertFalse(descriptor.independent());
        byte[] wrapped = Payloads.hex("40 1236"); // template 0 is the third
        assertTrue(descriptor.read(wrapped, 0, 3));
        assertEquals(1, descriptor.temporalId());
        byte[] own = bits("1 1 111110" + number(0x1237, 16) + "0 1 1 0 0" + "01" + "11 01");
        assertTrue(descriptor.read(own, 0, own.length));
        assertEquals(1, descriptor.activeTargets());
        assertEquals(DependencyDescriptor.REQUIRED, descriptor.indication(0));
    }

    @Test
    void refusesADescriptorThatIsAbsurd() {
        DependencyDescriptor descriptor = new DependencyDescriptor();
        byte[] endless = bits("1 0 000000" + number(1, 16) + "1 0 0 0 0" + "000000 00000" + "0".repeat(160));
        assertFalse(descriptor.read(endless, 0, endless.length), "templates without end");
        byte[] deep =
                bits("1 0 000000" + number(1, 16) + "1 0 0 0 0" + "000000 00000" + "10 10 10 10 11" + "0".repeat(80));
        assertFalse(descriptor.read(deep, 0, deep.length), "five spatial layers");
        assertEquals(0, descriptor.targets());
        assertFalse(descriptor.read(deep, 0, 2));
    }
}
