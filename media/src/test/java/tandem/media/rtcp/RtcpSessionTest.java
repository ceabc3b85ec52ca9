package tandem.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import tandem.base.Clock;
import tandem.media.rtp.RtpPacket;
import tandem.media.rtp.RtpSender;
import tandem.media.rtp.RtpSource;

/** Reports as octets, on invented time. */
class RtcpSessionTest {
    private long nowNs = 1_000_000_000_000L;
    private final Clock clock = new Clock() {
        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public long epochMs() {
            return 1_700_000_000_000L + nowNs / 1_000_000;
        }
    };
    private final byte[] scratch = new byte[300];
    private final RtpSender sender = new RtpSender(
            new RtpSender.Wire() {
                @Override
                public boolean send(byte[] packet, int offset, int length) {
                    return true;
                }

                @Override
                public byte[] scratch() {
                    return scratch;
                }
            },
            0x11223344,
            7,
            1_000);
    private final RtpSource source = new RtpSource();
    private final RtcpSession session = new RtcpSession(sender, source, "cname", clock, 0.5);

    private static byte[] hex(String octets) {
        return HexFormat.of().parseHex(octets.replace(" ", ""));
    }

    private byte[] report(boolean bye) {
        byte[] packet = new byte[200];
        return Arrays.copyOf(packet, writeTo(packet, bye));
    }

    private int writeTo(byte[] packet, boolean bye) {
        return session.write(packet, 0.5, bye);
    }

    @Test
    void isDueAfterHalfTheIntervalAndThenEachInterval() {
        assertFalse(session.due(nowNs));
        nowNs += 2_100_000_000L;
        assertTrue(session.due(nowNs));
        report(false);
        nowNs += 4_000_000_000L;
        assertFalse(session.due(nowNs));
        nowNs += 200_000_000L;
        assertTrue(session.due(nowNs));
    }

    @Test
    void beginsAsReceiverWithoutBlocks() {
        byte[] packet = new byte[200];
        int length = writeTo(packet, false);
        assertEquals(
                "80c90001" + "11223344" + "81ca0003" + "11223344" + "0105" + "636e616d65" + "00",
                HexFormat.of().formatHex(packet, 0, length));
    }

    @Test
    void reportsAsSenderWhatItSentAndHeard() {
        sender.send(0, false, 0, new byte[160], 0, 160, nowNs);
        RtpPacket heard = new RtpPacket();
        heard.write(new byte[40], 0, false, 8);
        heard.ssrc(0x0A0B0C0D);
        heard.sequence(5);
        source.count(heard, 0);
        byte[] packet = new byte[200];
        int length = writeTo(packet, true);
        assertEquals((byte) 0x81, packet[0]);
        assertEquals((byte) 200, packet[1]);
        assertEquals(12, packet[3], "words after the first");
        assertEquals(1, packet[23], "packets sent");
        assertEquals((byte) 160, packet[27], "octets sent");
        assertEquals("0a0b0c0d", HexFormat.of().formatHex(packet, 28, 32));
        assertEquals("81cb0001" + "11223344", HexFormat.of().formatHex(packet, length - 8, length));
        assertTrue(new RtcpReader(session).read(packet, length), "reads its own");
    }

    @Test
    void learnsLossAndRoundTrip() {
        sender.send(0, false, 0, new byte[160], 0, 160, nowNs);
        byte[] ours = new byte[200];
        int length = writeTo(ours, false);
        String ntp = HexFormat.of().formatHex(ours, 10, 14);
        assertTrue(length > 0);
        nowNs += 150_000_000L;
        byte[] report =
                hex("81 c9 0007 0000000A 11223344 40 000003 00000007 00000010" + ntp + "00001999"); // delay 0.1 s
        assertTrue(new RtcpReader(session).read(report, report.length));
        assertEquals(25, session.lossSeenPercent());
        assertEquals(50, session.rttMs(), 1.0);
    }

    @Test
    void saysNothingOfABrokenCompound() {
        byte[] torn = hex("81 c9 0007 0000000A 11223344 40 000003");
        byte[] wrongCount = hex("82 c9 0001 0000000A");
        byte[] version = hex("01 c9 0001 0000000A");
        RtcpReader reader = new RtcpReader(session);
        assertFalse(reader.read(torn, torn.length));
        assertFalse(reader.read(wrongCount, wrongCount.length));
        assertFalse(reader.read(version, version.length));
        assertEquals(0, session.lossSeenPercent());
    }
}
