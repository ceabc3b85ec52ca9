package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class StunAnswerTest {
    private static final String PASSWORD = "asd88fgpdd777uzjYhagZg";
    private static final InetSocketAddress FROM = address(192, 0, 2, 7, 40_000);

    private static InetSocketAddress address(int a, int b, int c, int d, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}), port);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersACheckWithItsAddressSignedAndFingerprinted() {
        StunCheck check = Checks.read(Checks.usual("ours:theirs", PASSWORD, false, 42));
        byte[] answer = StunAnswer.success(check, FROM, PASSWORD.getBytes(StandardCharsets.UTF_8));
        ByteBuffer in = ByteBuffer.wrap(answer);
        assertEquals(0x0101, in.getShort(0));
        assertEquals(answer.length - 20, in.getShort(2));
        assertEquals(42, in.getInt(16));
        int mapped = Checks.find(answer, 0x0020);
        assertEquals(40_000, (in.getShort(mapped + 6) ^ 0x2112) & 0xFFFF);
        assertEquals(0xC0000207, in.getInt(mapped + 8) ^ 0x2112A442);
        int signature = Checks.find(answer, 0x0008);
        byte[] signed = Arrays.copyOf(answer, signature);
        ByteBuffer.wrap(signed).putShort(2, (short) (signature - 20 + 24));
        assertArrayEquals(Checks.hmac(signed, PASSWORD), Arrays.copyOfRange(answer, signature + 4, signature + 24));
        int print = Checks.find(answer, 0x8028);
        CRC32 crc = new CRC32();
        crc.update(answer, 0, print);
        assertEquals((int) crc.getValue() ^ 0x5354554E, in.getInt(print + 4));
        assertEquals(answer.length, print + 8);
    }

    @Test
    void answersOverIpv6() throws Exception {
        StunCheck check = Checks.read(Checks.usual("ours:theirs", PASSWORD, false, 1));
        InetSocketAddress from = new InetSocketAddress(InetAddress.getByName("2001:db8::7"), 40_000);
        byte[] answer = StunAnswer.success(check, from, PASSWORD.getBytes(StandardCharsets.UTF_8));
        int mapped = Checks.find(answer, 0x0020);
        assertEquals(2, answer[mapped + 5]);
        assertEquals(0x20010DB8, ByteBuffer.wrap(answer).getInt(mapped + 8) ^ 0x2112A442);
    }

    @Test
    void refusesWithACodeAndTheSameTransaction() {
        StunCheck check = Checks.read(Checks.usual("ours:theirs", PASSWORD, false, 43));
        byte[] answer = StunAnswer.error(check, 401, "Unauthorized");
        assertEquals(0x0111, ByteBuffer.wrap(answer).getShort(0));
        assertEquals(43, ByteBuffer.wrap(answer).getInt(16));
        assertEquals(401, Checks.code(answer));
    }

    @Test
    void knowsASignatureFromAnother() {
        StunCheck check = Checks.read(Checks.usual("ours:theirs", PASSWORD, false, 1));
        assertEquals("ours", check.ufrag());
        assertTrue(check.signedWith(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        assertFalse(check.signedWith("another".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void takesWhatIsCutOrLongForMalformed() {
        byte[] whole = Checks.usual("ours:theirs", PASSWORD, true, 1);
        for (int length = 0; length < whole.length; length++) {
            assertInstanceOf(StunCheck.Reading.Malformed.class, StunCheck.read(whole, length), "cut at " + length);
        }
        assertInstanceOf(StunCheck.Reading.Malformed.class, StunCheck.read(new byte[2_000], 2_000));
    }

    @Test
    void answersNoResponsesAndNoIndications() {
        byte[] octets = Checks.request(1).octets();
        octets[0] = 1;
        assertInstanceOf(StunCheck.Reading.Other.class, StunCheck.read(octets, octets.length));
        octets[0] = 0;
        octets[1] = 0x11;
        assertInstanceOf(StunCheck.Reading.Other.class, StunCheck.read(octets, octets.length));
    }
}
