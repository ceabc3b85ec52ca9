package tandem.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The generators against each other, before they measure anything else. */
class GeneratorsTest {
    private static InetSocketAddress at(SipPeer peer) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
    }

    @Test
    void aThousandCallsFromOnePeerToAnotherAllSucceed() throws Exception {
        try (SipPeer callee = new SipPeer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), offer -> Sdp.pcmu(4000));
                SipPeer caller = new SipPeer(at(callee), sdp -> sdp)) {
            List<SipPeer.Call> calls = java.util.stream.IntStream.range(0, 1000)
                    .mapToObj(i -> caller.call("9" + i, Sdp.pcmu(4000), true))
                    .toList();
            for (SipPeer.Call call : calls) {
                call.ended().get(20, TimeUnit.SECONDS);
            }
            assertEquals(0, caller.failed(), caller.lastFailure());
            assertTrue(
                    Waiting.until(5000, () -> callee.answering().count().all(1000)),
                    () -> callee.answering().count().toString());
            assertEquals(Optional.of(4000), SipPeer.audioPort(calls.getFirst().answer()));
        }
    }

    @Test
    void aCallNobodyAnswersFails() {
        try (SipPeer refusing = new SipPeer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), sdp -> sdp);
                SipPeer caller = new SipPeer(at(refusing), sdp -> sdp)) {
            refusing.answering().refuse("486 Busy Here");
            SipPeer.Call call = caller.call("9", Sdp.pcmu(4000), true);
            assertThrows(ExecutionException.class, () -> call.answered().get(5, TimeUnit.SECONDS));
            assertEquals("SIP/2.0 486 Busy Here", caller.lastFailure());
        }
    }

    @Test
    void aFleetHearsItselfWithoutLossAtItsPace() {
        try (RtpFleet fleet = new RtpFleet(0)) {
            RtpStream stream = Lab.pcmu(Voices.speech(1), 0, (heard, packet, length, now) -> {});
            fleet.add(stream, fleet.port());
            Waiting.pass(1000);
            assertEquals(50, (double) stream.received.get(), 8);
            assertEquals(0, stream.missing.get());
        }
    }

    @Test
    void aClickIsHeardAndQuietIsNot() {
        assertTrue(Voices.loud(Voices.click(), 0, Voices.FRAME));
        for (byte[] frame : Voices.quiet(3)) {
            assertTrue(!Voices.loud(frame, 0, Voices.FRAME));
        }
    }

    @Test
    void mulawGoesThereAndBack() {
        for (int sample = -32_000; sample <= 32_000; sample += 37) {
            assertEquals(sample, G711.decode(G711.encode(sample)), Math.abs(sample) / 16.0 + 8);
        }
        assertEquals(0, G711.decode(G711.SILENCE));
    }

    @Test
    void speechComesInPacketsOfTwentyMilliseconds() {
        byte[][] packets = OpusSpeech.packets();
        assertTrue(packets.length > 400, "packets " + packets.length);
        for (byte[] packet : packets) {
            assertEquals(0, packet[0] & 3, "one frame a packet");
            assertTrue(packet.length < 200, "octets " + packet.length);
        }
    }

    /** The master key is that of RFC 3711 appendix B.3; packet and result are the reference vector that goes with it. */
    @Test
    void protectsAsTheRfcSays() {
        byte[] key = HexFormat.of().parseHex("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6");
        ByteBuffer packet = ByteBuffer.allocate(100);
        packet.put(HexFormat.of().parseHex("800f1234decafbadcafebabe" + "ab".repeat(16)));
        new Srtp(key).protect(packet);
        byte[] out = new byte[packet.flip().remaining()];
        packet.get(out);
        assertArrayEquals(
                HexFormat.of().parseHex("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb"),
                out);
    }
}
