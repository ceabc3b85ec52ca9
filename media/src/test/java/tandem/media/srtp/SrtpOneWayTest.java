package tandem.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.media.SrtpSuite;
import tandem.media.rtp.RtpPacket;
import tandem.media.srtp.SrtpOneWay.Verdict;

/** Packets protected by one end and opened by the other. */
class SrtpOneWayTest {
    private static SrtpKeys keys(SrtpSuite suite, int seed) {
        byte[] key = new byte[suite.keyLength() + suite.saltLength()];
        new Random(seed).nextBytes(key);
        return new SrtpKeys(suite, key);
    }

    private static byte[] packet(int sequence) {
        byte[] room = new byte[300];
        RtpPacket packet = new RtpPacket();
        packet.write(room, 0, false, 160);
        packet.sequence(sequence);
        packet.timestamp(160 * sequence);
        packet.ssrc(0xCAFE);
        Arrays.fill(room, 12, 172, (byte) 0x55);
        return room;
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void hasACipherForEachSuite(SrtpSuite suite) {
        assertTrue(SrtpOneWay.tried(suite));
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void opensWhatTheOtherEndProtected(SrtpSuite suite) {
        try (SrtpOneWay out = SrtpOneWay.sending(keys(suite, 1));
                SrtpOneWay in = SrtpOneWay.receiving(keys(suite, 1))) {
            for (int i = 65_500; i < 65_600; i++) { // over a wrap of the sequence number
                byte[] sent = packet(i & 0xFFFF);
                byte[] clear = Arrays.copyOf(sent, 172);
                int length = out.protectRtp(sent, 0, 172);
                assertTrue(length > 172, "tag of " + (length - 172));
                assertFalse(Arrays.equals(clear, 12, 172, sent, 12, 172), "encrypted");
                assertEquals(Verdict.OK, in.unprotectRtp(sent, length));
                assertEquals(172, in.length());
                assertArrayEquals(clear, Arrays.copyOf(sent, 172));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void refusesWhatIsForgedOrRepeated(SrtpSuite suite) {
        try (SrtpOneWay out = SrtpOneWay.sending(keys(suite, 1));
                SrtpOneWay in = SrtpOneWay.receiving(keys(suite, 1));
                SrtpOneWay other = SrtpOneWay.receiving(keys(suite, 2))) {
            byte[] sent = packet(7);
            int length = out.protectRtp(sent, 0, 172);
            byte[] again = sent.clone();
            byte[] forged = sent.clone();
            forged[50] ^= 1;
            assertEquals(Verdict.NOT_AUTHENTIC, in.unprotectRtp(forged, length));
            assertEquals(Verdict.NOT_AUTHENTIC, other.unprotectRtp(sent.clone(), length));
            assertEquals(Verdict.OK, in.unprotectRtp(sent, length));
            assertEquals(Verdict.REPLAYED, in.unprotectRtp(again, length));
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void protectsRtcpToo(SrtpSuite suite) {
        byte[] report = new byte[100];
        report[0] = (byte) 0x80;
        report[1] = (byte) 201;
        report[3] = 1;
        report[7] = 9;
        try (SrtpOneWay out = SrtpOneWay.sending(keys(suite, 1));
                SrtpOneWay in = SrtpOneWay.receiving(keys(suite, 1))) {
            byte[] clear = Arrays.copyOf(report, 8);
            int length = out.protectRtcp(report, 8);
            assertTrue(length >= 8 + 4 + 10);
            assertEquals(Verdict.OK, in.unprotectRtcp(report, length));
            assertEquals(8, in.length());
            assertArrayEquals(clear, Arrays.copyOf(report, 8));
        }
    }
}
