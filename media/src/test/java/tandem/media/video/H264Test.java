package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.video.Payloads.hex;
import static tandem.media.video.Payloads.take;

import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;

/** Payloads of H.264 as octets (RFC 6184). */
class H264Test {
    private static final String SPS = "6742c00cda0b13b01100000300010000030 01e8f142aa0".replace(" ", "");
    private static final String PPS = "68ce3c80";
    private static final String SPROP = "Z0LADNoLE7ARAAADAAEAAAMAHo8UKqA=,aM48gA==";
    private static final String IDR = "65 88 84 21";
    private static final String START = "00000001";

    private final Payloads got = new Payloads();
    private final Depacketizer bare = VideoFormats.depacketizer(VideoCodec.H264, got);

    private static String flat(String octets) {
        return octets.replace(" ", "");
    }

    @Test
    void givesAnAccessUnitOfSingleUnitsAtItsMarker() {
        take(bare, "41 9A 02", 3_000, false, false);
        assertEquals(0, got.frames.size());
        take(bare, "41 01 9A", 3_000, true, false);
        assertEquals(START + "419a02" + START + "41019a", got.frames.getFirst().hex());
        assertEquals(2, got.frames.getFirst().units());
        assertEquals(3_000, got.frames.getFirst().timestamp());
        assertFalse(got.frames.getFirst().key());
    }

    @Test
    void putsFragmentsTogetherUnderTheHeaderTheyCameFrom() {
        take(bare, "7C 85 88 84", 0, false, false);
        take(bare, "7C 05 21", 0, false, false);
        take(bare, "7C 45 A0", 0, true, false);
        assertEquals(START + "65888421a0", got.frames.getFirst().hex());
        assertFalse(got.frames.getFirst().key(), "an IDR without parameter sets shows nothing");
    }

    @Test
    void takesAnAggregateApart() {
        take(bare, "78 0017" + SPS + "0004" + PPS, 0, false, false);
        take(bare, IDR, 0, true, false);
        Payloads.Given frame = got.frames.getFirst();
        assertEquals(START + SPS + START + PPS + START + flat(IDR), frame.hex());
        assertTrue(frame.key());
        assertEquals("176x144", frame.width() + "x" + frame.height());
    }

    @Test
    void putsTheLatestParameterSetsBeforeAKeyFrameThatLacksThem() {
        take(bare, SPS, 0, false, false);
        take(bare, PPS, 0, false, false);
        take(bare, IDR, 0, true, false);
        take(bare, "09 10", 3_000, false, false);
        take(bare, IDR, 3_000, true, false);
        assertEquals(
                START + "0910" + START + SPS + START + PPS + START + flat(IDR),
                got.frames.get(1).hex(),
                "behind the delimiter");
        assertTrue(got.frames.get(1).key());
        assertEquals(4, got.frames.get(1).units());
    }

    @Test
    void takesParameterSetsFromTheDescription() {
        Depacketizer described = VideoFormats.h264(got, "junk%," + SPROP);
        take(described, IDR, 0, true, false);
        assertEquals(
                START + SPS + START + PPS + START + flat(IDR),
                got.frames.getFirst().hex());
        assertTrue(got.frames.getFirst().key());
        assertEquals(176, got.frames.getFirst().width());
    }

    @Test
    void forgetsWhatWasHeardInBandWhenAnotherSourceBegins() {
        take(bare, SPS, 0, false, false);
        take(bare, PPS, 0, true, false);
        bare.reset();
        take(bare, IDR, 3_000, true, false);
        assertFalse(got.frames.getLast().key());
        assertEquals(0, got.frames.getLast().width());
    }

    @Test
    void knowsARecoveryPointWithIntraSlicesAsAKeyFrame() {
        Depacketizer described = VideoFormats.h264(got, SPROP);
        take(described, "06 06 01 C4 80", 0, false, false); // recovery_frame_cnt 0
        take(
                described,
                "41 B4 00",
                0,
                true,
                false); // first_mb 0, slice_type 5 would be P; 0xB4 = 1 011 0100: type 2, I
        assertTrue(got.frames.getFirst().key());
        take(described, "06 06 01 44 80", 3_000, false, false); // recovery_frame_cnt 1
        take(described, "41 B4 00", 3_000, true, false);
        assertFalse(got.frames.get(1).key(), "recovers a frame later");
        take(described, "06 06 01 C4 80", 6_000, false, false);
        take(described, "41 E0 00", 6_000, true, false); // slice_type 0, P
        assertFalse(got.frames.get(2).key(), "predicted");
    }

    @Test
    void dropsAFrameThatLacksAPacketAndTellsOnce() {
        take(bare, "7C 85 88 84", 0, false, false);
        take(bare, "7C 45 A0", 0, true, true);
        assertEquals(0, got.frames.size());
        assertEquals(1, got.losses);
        assertEquals(1, bare.dropped());
        take(bare, "41 9A 02", 3_000, true, false);
        assertEquals(1, got.frames.size(), "the next is whole");
        take(bare, "41 9A 02", 9_000, true, true);
        assertEquals(2, got.losses, "a frame is missing");
        assertEquals(2, got.frames.size(), "this one begins with its first macroblock");
        take(bare, "41 01 9A", 12_000, true, true);
        assertEquals(2, got.frames.size(), "this one does not");
    }

    @Test
    void dropsAFrameWhoseEndWasLost() {
        take(bare, "41 9A 02", 0, false, false);
        take(bare, "41 9A 03", 3_000, true, true);
        assertEquals(1, got.frames.size());
        assertEquals(START + "419a03", got.frames.getFirst().hex());
    }

    @Test
    void endsAFrameWithoutMarkerWhenTheTimestampChanges() {
        take(bare, "41 9A 02", 0, false, false);
        take(bare, "41 9A 03", 3_000, false, false);
        assertEquals(START + "419a02", got.frames.getFirst().hex());
    }

    @Test
    void countsWhatIsMalformedAndGivesNothingOfIt() {
        String[] bad = {
            "78 0005 4101",
            "78 0000 41",
            "78",
            "7C 85",
            "7C 05 21",
            "79 00 00 00",
            "5A 01 02",
            "00 01",
            "41",
            "78 0001 41 00"
        };
        int stamp = 0;
        for (String payload : bad) {
            take(bare, payload, stamp, true, false);
            stamp += 3_000;
        }
        assertEquals(bad.length, bare.malformed());
        assertEquals(bad.length, bare.dropped());
        assertEquals(0, got.frames.size());
        take(bare, "", stamp, true, false);
        assertEquals(bad.length, bare.malformed(), "an empty one is a keep-alive");
    }

    @Test
    void boundsAFrame() {
        byte[] unit = new byte[60_000];
        unit[0] = 0x41;
        unit[1] = (byte) 0x9A;
        for (int i = 0; i < 40; i++) {
            bare.take(unit, 0, unit.length, 0, i == 39, false);
        }
        assertEquals(0, got.frames.size());
        assertEquals(1, bare.dropped());
        byte[] small = hex("419A");
        for (int i = 0; i < 2_100; i++) {
            bare.take(small, 0, small.length, 3_000, i == 2_099, false);
        }
        assertEquals(2, bare.dropped(), "too many units");
        take(bare, "41 9A 02", 6_000, true, false);
        assertEquals(1, got.frames.size());
    }

    @Test
    void sendsParameterSetsTogetherAndCutsWhatIsLong() {
        byte[] frame = hex("00000001" + SPS + "000001" + PPS + "00000001" + "65" + "AB".repeat(130));
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.H264, 70, 0, got);
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertEquals("780017" + SPS + "0004" + PPS, got.payload(0));
        assertEquals("7c85" + "ab".repeat(65), got.payload(1));
        assertEquals("7c45" + "ab".repeat(65), got.payload(2));
        assertEquals(java.util.List.of(false, false, true), got.markers);
    }

    @Test
    void sendsAUnitAPacketInModeZeroAndSaysWhenItCannot() {
        byte[] frame = hex("00000001" + SPS + "000001" + PPS + "000001" + "6588");
        Packetizer packetizer = VideoFormats.h264SingleUnits(70, got);
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertEquals(PPS, got.payload(1));
        assertEquals("6588", got.payload(2));
        byte[] longer = hex("000001" + "65" + "AB".repeat(70));
        assertFalse(packetizer.write(longer, 0, longer.length));
        assertFalse(packetizer.write(hex("6588"), 0, 2), "no start code");
    }
}
