package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.video.Payloads.take;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;

/** Payloads of VP8 as octets (RFC 7741). */
class Vp8Test {
    private static final String KEY = "10 02 00 9D012A 8002 E041 00 00"; // 640 by 480, the height scaled

    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final Payloads got = new Payloads();
    private final Depacketizer depacketizer = VideoFormats.depacketizer(VideoCodec.VP8, got);
    private byte[] bytes = {};

    private boolean wrap(String octets) {
        bytes = Payloads.hex(octets);
        return descriptor.wrap(bytes, 0, bytes.length);
    }

    @Test
    void readsAllThatADescriptorMaySay() {
        assertTrue(wrap("B0 F0 9234 7F A7" + KEY));
        assertEquals(6, descriptor.length());
        assertTrue(descriptor.startOfFrame());
        assertTrue(descriptor.discardable());
        assertEquals(15, descriptor.pictureIdBits());
        assertEquals(0x1234, descriptor.pictureId());
        assertEquals(0x7F, descriptor.tl0PicIdx());
        assertEquals(2, descriptor.temporalId());
        assertTrue(descriptor.layerSync());
        assertEquals(7, descriptor.keyIndex());
        assertTrue(descriptor.keyFrame());
        assertEquals("640x480", descriptor.width() + "x" + descriptor.height());
    }

    @Test
    void readsWhatIsNotThere() {
        assertTrue(wrap("00 AB"));
        assertEquals(1, descriptor.length());
        assertFalse(descriptor.startOfFrame());
        assertEquals(-1, descriptor.pictureId());
        assertEquals(-1, descriptor.tl0PicIdx());
        assertEquals(0, descriptor.temporalId());
        assertEquals(-1, descriptor.keyIndex());
        assertFalse(descriptor.keyFrame());
        assertTrue(wrap("90 80 7F 01"));
        assertEquals(7, descriptor.pictureIdBits());
        assertEquals(0x7F, descriptor.pictureId());
        assertFalse(descriptor.keyFrame(), "P is set");
    }

    @Test
    void refusesADescriptorThatIsCutOff() {
        for (String cut :
                new String[] {"90", "90 80", "90 80 92", "90 80 9234", "90 C0 12", "90 C0 12 34", "90 F0 1234", "10"}) {
            assertFalse(wrap(cut), cut);
        }
    }

    @Test
    void rewritesInPlaceWithTheBitsThereAre() {
        assertTrue(wrap("90 E0 FFFF FF C0 01"));
        descriptor.pictureId(0x8001);
        descriptor.tl0PicIdx(0x100);
        assertEquals("90e0800100c001", HexFormat.of().formatHex(bytes));
        assertTrue(wrap("90 80 7F 01"));
        descriptor.pictureId(0x80);
        descriptor.tl0PicIdx(9);
        assertEquals("90800001", HexFormat.of().formatHex(bytes));
    }

    @Test
    void writesWhatItReads() {
        byte[] into = new byte[7];
        assertEquals(6, Vp8Descriptor.write(into, true, 0x1234, 0x1FF, 2, 7));
        assertEquals("90f09234ff87" + "00", HexFormat.of().formatHex(into));
        assertTrue(descriptor.wrap(into, 0, 7));
        assertEquals(2, descriptor.temporalId());
        assertEquals(7, descriptor.keyIndex());
        assertEquals(4, Vp8Descriptor.write(into, false, -1, 5, -1, 3));
        assertEquals("80500503", HexFormat.of().formatHex(into, 0, 4));
        assertEquals(1, Vp8Descriptor.write(into, true, -1, -1, -1, -1));
        assertEquals(0x10, into[0]);
    }

    @Test
    void putsAFrameTogetherAndReadsItsSize() {
        take(depacketizer, "90 80 05" + KEY, 9, false, false);
        take(depacketizer, "80 80 05 AABB", 9, false, false);
        take(depacketizer, "91 80 05 CC", 9, true, false);
        Payloads.Given frame = got.frames.getFirst();
        assertEquals(KEY.replace(" ", "").toLowerCase(java.util.Locale.ROOT) + "aabbcc", frame.hex());
        assertTrue(frame.key());
        assertEquals("640x480", frame.width() + "x" + frame.height());
        take(depacketizer, "90 80 06 01 02", 12, true, false);
        assertFalse(got.frames.get(1).key());
        assertEquals(640, got.frames.get(1).width(), "as the key frame said");
    }

    @Test
    void givesNoFrameWhoseBeginningOrEndIsMissing() {
        take(depacketizer, "80 80 05 AABB", 9, true, false);
        assertEquals(0, got.frames.size(), "no beginning");
        take(depacketizer, "90 80 06 01", 12, false, false);
        take(depacketizer, "90 80 07 01 03", 15, true, true);
        assertEquals("0103", got.frames.getFirst().hex(), "the one before had no end");
        assertEquals(1, got.frames.size());
        take(depacketizer, "90 80", 18, true, false);
        assertEquals(1, depacketizer.malformed());
    }

    @Test
    void cutsAFrameIntoLikePartsWithAPictureIdThatWraps() {
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.VP8, 64, 0x7FFF, got);
        byte[] frame = Payloads.hex("01".repeat(61));
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertEquals("9080ffff" + "01".repeat(31), got.payload(0));
        assertEquals("8080ffff" + "01".repeat(30), got.payload(1));
        assertTrue(packetizer.write(frame, 0, 1));
        assertEquals("9080800001", got.payload(2));
        assertEquals(java.util.List.of(false, true, true), got.markers);
    }
}
