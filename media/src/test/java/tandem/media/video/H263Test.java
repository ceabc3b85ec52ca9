package tandem.media.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tandem.media.video.Payloads.take;

import org.junit.jupiter.api.Test;
import tandem.media.VideoCodec;

/** Payloads of H.263 as octets (RFC 2190, RFC 4629). */
class H263Test {
    // PSC, TR 1, 10 000, source format CIF (3), intra, no options
    private static final String CIF = "0000 80 06 0C 00";
    private static final String INTER = "0000 80 06 0E 00";

    private final Payloads got = new Payloads();
    private final Depacketizer old = VideoFormats.depacketizer(VideoCodec.H263, got);
    private final Depacketizer plus = VideoFormats.depacketizer(VideoCodec.H263_1998, got);

    private static String flat(String octets) {
        return octets.replace(" ", "").toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void joinsTheOctetThatTwoPacketsShare() {
        take(old, "05 600000" + CIF + "E0", 9, false, false); // EBIT 5: three bits are ours
        take(old, "98 60000000000000" + "1F AA", 9, true, false); // mode B, SBIT 3
        Payloads.Given frame = got.frames.getFirst();
        assertEquals(flat(CIF) + "ffaa", frame.hex());
        assertTrue(frame.key());
        assertEquals("352x288", frame.width() + "x" + frame.height());
    }

    @Test
    void countsBitsThatDoNotMeet() {
        take(old, "05 600000" + CIF + "E0", 9, false, false);
        take(old, "90 60000000000000" + "1F AA", 9, true, false); // SBIT 2
        take(old, "98 60000000000000" + CIF, 12, true, false); // SBIT 3 of nothing
        take(old, "00 600000", 15, true, false);
        take(old, "C0 6000000000000000000000", 18, true, false);
        assertEquals(0, got.frames.size());
        assertEquals(4, old.malformed());
    }

    @Test
    void givesNoPictureWithoutItsBeginning() {
        take(old, "00 600000 AABB", 9, true, false);
        take(plus, "0000 AABB", 9, true, false);
        take(plus, "0400 9AAA", 12, true, false);
        assertEquals(0, got.frames.size());
        assertEquals(2, plus.dropped());
        assertEquals(0, plus.malformed());
    }

    @Test
    void putsTheZerosBackAndPassesOverRedundantHeaders() {
        take(plus, "0400 8006 0E 00", 9, false, false);
        take(plus, "0000 AABB", 9, false, false);
        take(plus, "0610 55 8006 84CC", 9, true, false); // V, PLEN 2, and a group of blocks
        assertEquals(
                flat(INTER) + "aabb" + "0000" + "84cc", got.frames.getFirst().hex());
        assertFalse(got.frames.getFirst().key());
        assertEquals(352, got.frames.getFirst().width());
        take(plus, "05F8 8006", 12, true, false);
        take(plus, "0400", 15, true, false);
        assertEquals(2, plus.malformed());
    }

    @Test
    void readsACustomSizeAndKeepsItWhereItIsNotRepeated() {
        // PSC, TR, 10 000 111; UFEP 001, OPPTYPE custom (110) and 15 bits; MPPTYPE intra; no CPM; PAR 1, width 51, 1,
        // height 40
        String full =
                "0000000000000000 100000 00000001 10 000 111 001 110 000000000001000 000 000001 0 0001 000110011 1 000101000 00000";
        take(plus, "0400" + octets(full).substring(4), 9, true, false);
        assertTrue(got.frames.getFirst().key());
        assertEquals(
                "208x160",
                got.frames.getFirst().width() + "x" + got.frames.getFirst().height());
        String brief = "0000000000000000 100000 00000010 10 000 111 000 001 000001 0 00000000000000000000";
        take(plus, "0400" + octets(brief).substring(4), 12, true, false);
        assertFalse(got.frames.get(1).key());
        assertEquals(
                "208x160", got.frames.get(1).width() + "x" + got.frames.get(1).height());
        String absurd =
                "0000000000000000 100000 00000001 10 000 111 001 110 000000000001000 000 000001 0 0001 000110011 1 000000000 00000";
        take(plus, "0400" + octets(absurd).substring(4), 15, true, false);
        assertEquals(2, got.frames.size(), "no height");
    }

    private static String octets(String words) {
        String all = words.replace(" ", "");
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i + 8 <= all.length(); i += 8) {
            octets.append("%02x".formatted(Integer.parseInt(all.substring(i, i + 8), 2)));
        }
        return octets.toString();
    }

    @Test
    void cutsModeAWhereAGroupBegins() {
        byte[] frame = Payloads.hex(CIF + "AA".repeat(40) + "000085" + "BB".repeat(40) + "000089CC");
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.H263, 64, 0, got);
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertEquals("00600000" + flat(CIF) + "aa".repeat(40), got.payload(0));
        assertEquals("00600000" + "000085" + "bb".repeat(40) + "000089cc", got.payload(1));
        assertEquals(java.util.List.of(false, true), got.markers);
        byte[] long1 = Payloads.hex(CIF + "AA".repeat(80));
        assertFalse(packetizer.write(long1, 0, long1.length), "no group to cut at");
        assertEquals(2, got.payloads.size());
        assertFalse(packetizer.write(Payloads.hex("AABB"), 0, 2));
    }

    @Test
    void cutsTheLaterFormatWhereAGroupBeginsOrAnywhere() {
        byte[] frame = Payloads.hex(CIF + "AA".repeat(40) + "000085" + "BB".repeat(70));
        Packetizer packetizer = VideoFormats.packetizer(VideoCodec.H263_1998, 64, 0, got);
        assertTrue(packetizer.write(frame, 0, frame.length));
        assertEquals("0400" + flat(CIF).substring(4) + "aa".repeat(40), got.payload(0));
        assertEquals("0400" + "85" + "bb".repeat(59), got.payload(1));
        assertEquals("0000" + "bb".repeat(11), got.payload(2));
        assertEquals(java.util.List.of(false, false, true), got.markers);
    }
}
