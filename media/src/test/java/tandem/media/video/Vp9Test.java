package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.video.Payloads.take;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;

/** Payloads of VP9 as octets (RFC 9628). */
class Vp9Test {
    private static final String KEY = "82 498342 00 13F0 0B30 00"; // 320 by 180, profile 0
    private static final String INTER = "86 00";

    private final Vp9Descriptor descriptor = new Vp9Descriptor();
    private final Payloads got = new Payloads();
    private final Depacketizer depacketizer = VideoFormats.depacketizer(VideoCodec.VP9, got);
    private byte[] bytes = {};

    private boolean wrap(String octets) {
        bytes = Payloads.hex(octets);
        return descriptor.wrap(bytes, 0, bytes.length);
    }

    @Test
    void readsAKeyPictureThatIsNotFlexibleWithItsStructure() {
        // I L B V; id, layer 0, TL0PICIDX 5; two layers with sizes, three pictures
        assertTrue(wrap("AA 8123 00 05 38 0140 00B4 0280 0168 03 00 54 02 04 01" + KEY));
        assertEquals(20, descriptor.length());
        assertEquals(0x123, descriptor.pictureId());
        assertEquals(5, descriptor.tl0PicIdx());
        assertFalse(descriptor.flexible());
        assertTrue(descriptor.keyFrame());
        assertEquals(2, descriptor.spatialLayers());
        assertEquals("320x180", descriptor.width(0) + "x" + descriptor.height(0));
        assertEquals("640x360", descriptor.width(1) + "x" + descriptor.height(1));
    }

    @Test
    void readsLayersAndReferencesOfAFlexibleOne() {
        // I P L F B E; temporal 2, switching up, spatial 1, refers below; two references
        assertTrue(wrap("FC 7F 53 03 04" + INTER));
        assertEquals(5, descriptor.length());
        assertEquals(7, descriptor.pictureIdBits());
        assertEquals(-1, descriptor.tl0PicIdx());
        assertEquals(2, descriptor.temporalId());
        assertEquals(1, descriptor.spatialId());
        assertTrue(descriptor.switchingUp());
        assertTrue(descriptor.interLayer());
        assertTrue(descriptor.startOfFrame() && descriptor.endOfFrame());
        assertFalse(descriptor.keyFrame());
        assertFalse(descriptor.spatialSwitch());
    }

    @Test
    void knowsWhereAReceiverOfLowerLayersMayBegin() {
        assertTrue(wrap("B8 81 23 03" + INTER)); // not predicted, spatial layer 1, refers below
        assertTrue(descriptor.spatialSwitch());
        assertFalse(descriptor.keyFrame(), "not the lowest layer");
    }

    @Test
    void refusesWhatIsCutOffOrHasTooManyReferences() {
        String[] bad = {
            "80",
            "80 81",
            "80 8123",
            "A0 8123 00",
            "A0 8123 00 05",
            "0A 18",
            "0A 10 0140 00B4",
            "0A 08",
            "0A 08 FF 0C",
            "50 03 05 07 01"
        };
        for (String cut : bad) {
            assertFalse(wrap(cut), cut);
        }
    }

    @Test
    void rewritesInPlaceWithTheBitsThereAre() {
        assertTrue(wrap("E8 FFFF 20 FF" + INTER));
        descriptor.pictureId(0x8002);
        descriptor.tl0PicIdx(0x101);
        assertEquals("e88002200186" + "00", HexFormat.of().formatHex(bytes));
        assertTrue(wrap("C8 7F" + INTER));
        descriptor.pictureId(0x81);
        assertEquals("c8018600", HexFormat.of().formatHex(bytes));
    }

    @Test
    void putsThePictureOfTwoLayersTogether() {
        take(depacketizer, "A8 8123 00 05" + KEY, 9, false, false);
        take(depacketizer, "A4 8123 00 05 AA", 9, false, false);
        take(depacketizer, "AC 8123 03 05" + INTER, 9, true, false);
        Payloads.Given frame = got.frames.getFirst();
        assertTrue(frame.key());
        assertEquals(2, frame.units());
        assertEquals("8249834200" + "13f00b3000" + "aa" + "8600", frame.hex());
    }

    @Test
    void givesNoPictureThatLacksAPartOfALayer() {
        take(depacketizer, "A8 8123 00 05" + KEY, 9, false, false);
        take(depacketizer, "AC 8123 03 05" + INTER, 9, true, false);
        assertEquals(0, got.frames.size(), "the first layer frame has no end");
        take(depacketizer, "A4 8124 00 05 AA", 12, true, false);
        assertEquals(0, got.frames.size(), "no beginning");
        assertEquals(0, depacketizer.malformed());
        take(depacketizer, "0C 11 22", 15, true, false);
        assertEquals(0, got.frames.size(), "no VP9 frame");
        assertEquals(3, depacketizer.dropped());
    }

    @Test
    void statesTheSizeOnceAKeyFrame() {
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.VP9, 64, 0x7FFF, got);
        byte[] frame = Payloads.hex(KEY + "00".repeat(60));
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertTrue(got.payload(0).startsWith("8affff" + "1001" + "4000b4" + "8249"), got.payload(0));
        assertTrue(got.payload(1).startsWith("84ffff"), got.payload(1));
        assertTrue(packetizer.write(Payloads.hex(INTER), 0, 2));
        assertEquals("cc80008600", got.payload(2));
        assertFalse(packetizer.write(Payloads.hex("0102"), 0, 2), "no VP9 frame");
    }
}
