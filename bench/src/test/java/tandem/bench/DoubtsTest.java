package tandem.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A measure that saw nothing fails, rather than to print a good figure. */
class DoubtsTest {
    private static final byte[] KEY = new byte[30];

    private static byte[] packet(byte[] payload) {
        return ByteBuffer.allocate(RtpStream.HEADER + payload.length)
                .put(new byte[] {(byte) 0x80, 0, 0, 1})
                .position(RtpStream.HEADER)
                .put(payload)
                .array();
    }

    private static RtpStream listening(RtpStream.Ear ear) {
        return Lab.pcmu(Voices.speech(1), 0, ear);
    }

    @Test
    void aMetricThatIsNotThereIsNotNought() {
        String text =
                "tandem_loop_stalls_total{loop=\"media-0\"} 2.0\ntandem_loop_stalls_total{loop=\"signalling\"} 7.0\n";
        assertEquals(2, Gateway.metric(text, "tandem_loop_stalls_total", "loop=\"media"));
        assertThrows(MeasureFailed.class, () -> Gateway.metric(text, "tandem_loop_stalls_total", "loop=\"other"));
        assertThrows(MeasureFailed.class, () -> Gateway.metric("", "tandem_loop_stalls_total", ""));
    }

    @Test
    void bytesWithoutASampleAreNobodys() {
        assertThrows(MeasureFailed.class, () -> Garbage.attributed(200, Map.of()));
        assertEquals(0.5, Garbage.attributed(0.5, Map.of()).ours(), "at worst all of so little is ours");
        Garbage mixed = Garbage.attributed(100, Map.of("tandem.media.A.a", 1.0, "io.netty.B.b", 2.0, "", 1.0));
        assertEquals(25, mixed.ours());
        assertEquals(0.25, mixed.untracedShare());
    }

    @Test
    void silenceIsNoSpeech() {
        Heard speech = Heard.mulaw();
        Heard silence = Heard.mulaw();
        for (byte[] frame : Voices.speech(1)) {
            byte[] packet = packet(frame);
            speech.heard(listening(speech), packet, packet.length, 0);
        }
        for (byte[] frame : Voices.quiet(1)) {
            byte[] packet = packet(frame);
            silence.heard(listening(silence), packet, packet.length, 0);
        }
        assertDoesNotThrow(() -> speech.require("they"));
        assertThrows(MeasureFailed.class, () -> silence.require("they"));
        assertThrows(MeasureFailed.class, () -> Heard.opus().require("they"));
    }

    @Test
    void speechInOpusIsLargerThanItsSilence() {
        Heard speech = Heard.opus();
        for (byte[] payload : OpusSpeech.packets()) {
            byte[] packet = packet(payload);
            speech.heard(listening(speech), packet, packet.length, 0);
        }
        assertDoesNotThrow(() -> speech.require("they"));
    }

    @Test
    void aSecuredPacketOpensWithItsKeyAlone() {
        ByteBuffer buffer = ByteBuffer.allocate(200).put(packet(Voices.silence()));
        new Srtp(KEY).protect(buffer);
        byte[] secured = new byte[buffer.flip().remaining()];
        buffer.get(secured);
        assertArrayEquals(Voices.silence(), new Srtp(KEY).open(secured, secured.length));
        byte[] other = KEY.clone();
        other[0] = 1;
        assertEquals(0, new Srtp(other).open(secured, secured.length).length);
    }

    @Test
    void aPlainPacketOnASecuredLegIsNoticed() {
        String answer = Sdp.secure(4000, KEY);
        Secured plain = new Secured(answer);
        byte[] packet = packet(Voices.silence());
        plain.heard(listening(plain), packet, packet.length, 0);
        assertThrows(MeasureFailed.class, plain::require);
        assertThrows(MeasureFailed.class, () -> new Secured(Sdp.pcmu(4000)));
    }

    @Test
    void mediaThatDoesNotComeBackIsNoFlow() {
        try (RtpFleet fleet = new RtpFleet(0);
                RtpFleet deaf = new RtpFleet(0)) {
            RtpStream heard = listening((stream, packet, length, now) -> {});
            RtpStream unheard = listening((stream, packet, length, now) -> {});
            fleet.add(heard, fleet.port());
            fleet.add(unheard, deaf.port());
            Flow well = new Flow(fleet, List.of(heard));
            Flow ill = new Flow(fleet, List.of(heard, unheard));
            Waiting.pass(1000);
            assertDoesNotThrow(() -> well.require(0.8));
            assertThrows(MeasureFailed.class, () -> ill.require(0.8));
            assertThrows(MeasureFailed.class, () -> new Flow(fleet, List.of()).require(0.8));
        }
    }

    @Test
    void aFleetHearsTheSameWhetherItWaitsOrLooks() {
        try (RtpFleet fleet = new RtpFleet(0)) {
            RtpStream stream = new RtpStream(
                    0, Voices.FRAME, frame -> Voices.silence(), (heard, packet, length, now) -> {}, Optional.empty());
            fleet.add(stream, fleet.port());
            for (boolean prompt : new boolean[] {false, true, false}) {
                fleet.prompt(prompt);
                Flow flow = new Flow(fleet, List.of(stream));
                Waiting.pass(500);
                flow.require(0.7);
            }
            assertEquals(0, stream.missing.get());
        }
    }
}
