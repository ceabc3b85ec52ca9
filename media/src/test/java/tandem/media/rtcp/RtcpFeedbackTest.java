package tandem.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Feedback packets as octets, read and written. */
class RtcpFeedbackTest {
    private static final String PLI = "81 CE 0002 0000000A 11223344";

    private final List<String> said = new ArrayList<>();
    private final RtcpFeedback feedback = new RtcpFeedback() {
        @Override
        public void onPictureLoss(int media) {
            said.add("PLI %x".formatted(media));
        }

        @Override
        public void onFullIntraRequest(int sender, int target, int sequence) {
            said.add("FIR %x %x %d".formatted(sender, target, sequence));
        }

        @Override
        public void onNack(int media, int sequence) {
            said.add("NACK %x %d".formatted(media, sequence));
        }

        @Override
        public void onMaxRateRequest(int sender, int target, long bitsPerSecond, int overhead) {
            said.add("TMMBR %x %x %d %d".formatted(sender, target, bitsPerSecond, overhead));
        }

        @Override
        public void onMaxRateNotification(int sender, int owner, long bitsPerSecond, int overhead) {
            said.add("TMMBN %x %x %d %d".formatted(sender, owner, bitsPerSecond, overhead));
        }

        @Override
        public void onReceiverEstimate(int media, long bitsPerSecond) {
            said.add("REMB %x %d".formatted(media, bitsPerSecond));
        }

        @Override
        public void onTransport(TransportFeedback report) {
            said.add("TWCC %d %d %d".formatted(report.base(), report.count(), report.feedbackCount()));
            report.tell(new TransportFeedback.Arrivals() {
                @Override
                public void onArrival(int sequence, long atUs) {
                    said.add(sequence + "@" + atUs);
                }

                @Override
                public void onMissing(int sequence) {
                    said.add(sequence + " missing");
                }
            });
        }
    };
    private final RtcpReader reader = new RtcpReader(
            new RtcpReader.Facts() {
                @Override
                public void onSenderReport(int ssrc, int ntp, int rtpTimestamp) {}

                @Override
                public void onReport(int source, int fractionLost, long jitter, int lastSr, int delay) {
                    said.add("report");
                }

                @Override
                public void onBye(int ssrc) {}
            },
            feedback);
    private final FeedbackWriter writer = new FeedbackWriter(0xA);
    private final ByteBuffer out = ByteBuffer.allocate(1_200);

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets.replace(" ", ""));
    }

    private List<String> read(String octets) {
        said.clear();
        byte[] bytes = hex(octets);
        assertTrue(reader.read(bytes, bytes.length));
        return said;
    }

    /** What was written, in hexadecimal; it is read too. */
    private String written() {
        String octets = HexFormat.of().formatHex(out.array(), 0, out.position());
        out.clear();
        read(octets);
        return octets;
    }

    @Test
    void readsPictureLossBehindAReport() {
        assertEquals(
                List.of("report", "PLI 11223344"),
                read("81 C9 0007 0000000A 11223344 00000000 00000000 00000000 00000000 00000000" + PLI));
    }

    @Test
    void readsEachFullIntraRequest() {
        assertEquals(
                List.of("FIR a 11223344 7", "FIR a 55667788 255"),
                read("84 CE 0006 0000000A 00000000 11223344 07000000 55667788 FF000000"));
    }

    @Test
    void readsLostPacketsByNumberAndBitsAroundTheWrap() {
        assertEquals(
                List.of("NACK 1 65534", "NACK 1 65535", "NACK 1 14", "NACK 1 100"),
                read("81 CD 0004 0000000A 00000001 FFFE 8001 0064 0000"));
    }

    @Test
    void readsRatesAsMantissaAndExponent() {
        // 4 << 26 | 62500 << 9 | 40: 1 Mbit/s
        assertEquals(List.of("TMMBR a b 1000000 40"), read("83 CD 0004 0000000A 00000000 0000000B 11E84828"));
        assertEquals(List.of("TMMBN a b 1000000 40"), read("84 CD 0004 0000000A 00000000 0000000B 11E84828"));
        assertEquals(List.of(), read("84 CD 0002 0000000A 00000000"), "no bound");
        // 250000 << 2 for two streams
        assertEquals(
                List.of("REMB b 1000000", "REMB c 1000000"),
                read("8F CE 0006 0000000A 00000000 52454D42 020BD090 0000000B 0000000C"));
    }

    @Test
    void readsAllKindsOfTransportChunks() {
        // base 65533, 33 packets, reference 2 (128 ms): run of 4 small, bits 10000000000001, symbols 2 0 1 0 0 0 2, run
        // of 8 missing
        String body = "FFFD 0021 000002 09" + "2004" + "A001" + "E102" + "0008";
        String deltas = "04 00 00 08" + "10 04" + "FFFC 02 0100";
        List<String> got = read("8F CD 000A 0000000A 0000000B" + body + deltas + "000000 0000");
        assertEquals("TWCC 65533 33 9", got.getFirst());
        assertEquals(List.of("65533@129000", "65534@129000", "65535@129000", "0@131000"), got.subList(1, 5));
        assertEquals("1@135000", got.get(5));
        assertEquals("2 missing", got.get(6));
        assertEquals("14@136000", got.get(18));
        assertEquals(
                List.of("15@135000", "16 missing", "17@135500", "18 missing", "19 missing", "20 missing", "21@199500"),
                got.subList(19, 26));
        assertEquals("29 missing", got.getLast());
        assertEquals(34, got.size());
    }

    @Test
    void countsWhatIsMalformedAndReadsWhatFollows() {
        String[] bad = {
            "81 CE 0001 0000000A", // PLI without media
            "84 CE 0002 0000000A 00000000", // FIR of nobody
            "84 CE 0003 0000000A 00000000 11223344", // half an entry
            "81 CD 0002 0000000A 00000001", // NACK of nothing
            "83 CD 0002 0000000A 00000000", // TMMBR of nothing
            "83 CD 0003 0000000A 00000000 00000000",
            "8F CE 0004 0000000A 00000000 52454D42 020BD090", // REMB with two streams, none there
            "8F CE 0002 0000000A 00000000",
            "8F CD 0003 0000000A 0000000B 00010001", // no chunk
            "8F CD 0005 0000000A 0000000B 00010000 00000000 20010400", // about no packet
            "8F CD 0005 0000000A 0000000B 00010001 00000000 60010400", // a reserved symbol
            "8F CD 0005 0000000A 0000000B 00010005 00000000 20050400", // five deltas, two there
            "8F CD 0005 0000000A 0000000B 00010001 00000000 00000000", // runs of none
            "8F CD 0006 0000000A 0000000B 00010001 00000000 20002001 04000000", // a run of none before one that counts
            "8F CD 0005 0000000A 0000000B 0001FFFF 00000000 1FFF0000", // more than may be
            "A1 CE 0002 0000000A 11223300", // padding of nothing
            "A1 CE 0002 0000000A 112233FF", // padding of more than there is
        };
        for (String one : bad) {
            long before = reader.malformedFeedback();
            assertEquals(List.of("PLI 11223344"), read(one + PLI), one);
            assertEquals(before + 1, reader.malformedFeedback(), one);
        }
        assertEquals(List.of(), read("82 CE 0003 0000000A 0000000B 01020304"), "others are passed over");
        assertEquals(bad.length, reader.malformedFeedback());
        byte[] torn = hex("81 CE 0004 0000000A 11223344");
        assertFalse(reader.read(torn, torn.length));
    }

    @Test
    void writesWhatItReads() {
        writer.pictureLoss(out, 0x11223344);
        assertEquals("81ce0002" + "0000000a" + "11223344", written());
        assertEquals(List.of("PLI 11223344"), said);
        writer.fullIntra(out, 0xB, 0x107);
        assertEquals("84ce0004" + "0000000a" + "00000000" + "0000000b" + "07000000", written());
        assertEquals(List.of("FIR a b 7"), said);
        writer.maxRateRequest(out, 0xB, 1_000_000, 40);
        assertEquals("83cd0004" + "0000000a" + "00000000" + "0000000b" + word(1_000_000, 17, 9, 40), written());
        assertEquals(List.of("TMMBR a b 1000000 40"), said);
        writer.maxRateNotification(out, 0xB, 64_000, 600);
        written();
        assertEquals(List.of("TMMBN a b 64000 511"), said);
        writer.receiverEstimate(out, 0xB, 1_000_000);
        assertEquals("8fce0005" + "0000000a" + "00000000" + "52454d42" + "010bd090" + "0000000b", written());
        assertEquals(List.of("REMB b 1000000"), said);
    }

    /** Exponent, mantissa of {@code bits} bits and what stands behind it, as a word. */
    private static String word(long value, int bits, int behind, int rest) {
        int exponent = 64 - Long.numberOfLeadingZeros(value) - bits;
        return "%08x".formatted(exponent << 26 | (value >> exponent) << behind | rest);
    }

    @Test
    void writesLostPacketsAsFewEntriesAsCanBe() {
        int[] lost = {65_534, 65_535, 14, 15, 100};
        assertEquals(5, writer.nack(out, 1, lost, 5));
        assertEquals("81cd0005" + "0000000a" + "00000001" + "fffe8001" + "000f0000" + "00640000", written());
        assertEquals(5, said.size());
        ByteBuffer small = ByteBuffer.allocate(16);
        assertEquals(3, writer.nack(small, 1, lost, 5), "what fits");
        assertEquals(0, writer.nack(small, 1, lost, 5));
    }

    @Test
    void reportsArrivalsInTheFormTheyAreReadIn() {
        TransportArrivals arrivals = new TransportArrivals(0xA);
        assertFalse(arrivals.write(out, 0xB));
        arrivals.onArrival(65_534, 1_000_000_000L);
        arrivals.onArrival(65_535, 1_001_000_000L);
        arrivals.onArrival(2, 1_101_000_000L);
        arrivals.onArrival(1, 1_100_500_000L);
        assertTrue(arrivals.due());
        assertTrue(arrivals.write(out, 0xB));
        assertEquals(
                "8fcd0006" + "0000000a" + "0000000b" + "fffe0005" + "00000000" + "d490" + "00" + "04" + "018e" + "02"
                        + "00",
                written());
        assertEquals(List.of("TWCC 65534 5 0", "65534@0", "65535@1000", "0 missing", "1@100500", "2@101000"), said);
        assertFalse(arrivals.due());
        arrivals.onArrival(0, 1_102_000_000L);
        assertTrue(arrivals.write(out, 0xB));
        written();
        assertEquals(List.of("TWCC 0 3 1", "0@102000", "1@100500", "2@101000"), said, "what came late");
    }

    @Test
    void reportsALongStreamWithLossesAndStallsPacketForPacket() {
        TransportArrivals arrivals = new TransportArrivals(0xA);
        java.util.Random random = new java.util.Random(3);
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        long nowNs = 5_000_000_000L;
        long originNs = -1;
        for (int i = 0; i < 100_000; i++) {
            nowNs += random.nextInt(50) == 0 ? random.nextInt(3_000) * 1_000_000L : random.nextInt(2_000_000);
            boolean lost = i > 0 && i % 100 != 99 && (random.nextInt(10) == 0 || i / 300 % 7 == 3);
            originNs = i == 0 ? nowNs : originNs;
            expected.add(lost ? (i & 0xFFFF) + " missing" : (i & 0xFFFF) + "@" + (nowNs - originNs) / 250_000 * 250);
            if (!lost) {
                arrivals.onArrival(i & 0xFFFF, nowNs);
            }
            while (i % 100 == 99 && arrivals.due()) {
                assertTrue(arrivals.write(out, 0xB));
                written();
                got.addAll(said.subList(1, said.size()));
            }
        }
        assertEquals(0, reader.malformedFeedback());
        assertEquals(expected.size(), got.size());
        for (int i = 0; i < got.size(); i++) {
            assertEquals(expected.get(i), got.get(i));
        }
    }
}
