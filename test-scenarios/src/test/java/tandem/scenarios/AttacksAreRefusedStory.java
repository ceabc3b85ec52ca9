package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.media.codec.G711;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.SipSocket;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/**
 * What somebody may try who has no right to be heard, let in or served: forged sound, guessed PINs, expressions that explode, more
 * than the gateway takes. (Replayed digests: RegistrarScenariosStory. A guest's REFER to a toll number: TransferStory.)
 */
class AttacksAreRefusedStory {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final double FORGED_HZ = 1850; // at -10 dB; no voice and no announcement of ours sounds so
    private static final String RULES = "  - {name: explodes, when: {to: '(a|a)*\\1c'}, go: {room: '1000'}}\n";
    private static final String USUAL = "access: {guests: private}\n";

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(RULES, USUAL);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Where the gateway's media for that phone is, as the answer said that came last. */
    private static int mediaPort(Baresip phone) {
        List<String> ports = Pattern.compile("m=audio (\\d+) ")
                .matcher(phone.log())
                .results()
                .map(found -> found.group(1))
                .toList();
        return Integer.parseInt(ports.getLast());
    }

    /** A third party at that address, which speaks a tone of G.711 to a port for two and a half seconds; whether anything came back. */
    private static boolean forge(String address, int port) {
        Wav tone = Wav.tone(8000, FORGED_HZ, -10, 2.5);
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0))) {
            for (int i = 0; i < tone.samples().length / 160; i++) {
                ByteBuffer packet = ByteBuffer.allocate(172);
                packet.putShort((short) 0x8000)
                        .putShort((short) i)
                        .putInt(160 * i)
                        .putInt(0x0BADCAFE);
                G711.encode(G711.Law.MU, tone.samples(), 160 * i, 160, packet.array(), 12);
                socket.send(new DatagramPacket(packet.array(), 172, target));
                Patience.pass(Duration.ofMillis(20));
            }
            socket.setSoTimeout(100);
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aThirdPartysSoundIsNotHeardAndTakesNobodysPlace() {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann").tone(1000).traced().start();
                    Baresip ben = Baresip.named("ben").tone(700).start()) {
                ben.call(gateway.uri("1500"));
                ann.call(gateway.uri("1500"));
                int port = mediaPort(ann); // at once: a peer that was heard for a second has the socket to itself
                CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(() -> {
                    boolean sameHost = forge("127.0.0.1", port);
                    return forge("127.0.0.66", port) || sameHost;
                });
                while (!answered.isDone()) {
                    ears.listen(Duration.ofMillis(100));
                }
                Wav ofBen = ben.heard().last(4_500);
                Wav ofAnn = ann.heard().last(4_500);
                assertFalse(answered.join(), "the forger is sent nothing");
                double forged = ofBen.meter(FORGED_HZ).share(-25);
                assertTrue(
                        forged < 0.02,
                        "but for what came before ann's first packet, ben hears nothing of the forger: " + forged);
                assertTrue(ofBen.meter(1000).share(-23) > 0.9, "ben hears ann all the while");
                assertTrue(ofAnn.meter(700).share(-23) > 0.9, "ann hears ben all the while");
            }
        });
    }

    @Test
    void whoGuessesPinsIsTakenNoMore() {
        Sipp.scenario("pin-guesser")
                .to(gateway.address())
                .user("1258")
                .calls(21)
                .with("-r", "30")
                .succeed();
        try (Sipp guesses =
                Sipp.scenario("forbidden").to(gateway.address()).user("1258").start()) {
            guesses.succeed();
            assertTrue(guesses.messages().contains("no PIN is taken for some minutes"), guesses::report);
        }
        assertEquals(0, gateway.inRoom("1258"));
        Sipp.scenario("options").to(gateway.address()).succeed();
    }

    @Test
    void anExpressionThatExplodesHoldsUpNobody() {
        try (SipSocket caller = new SipSocket("127.0.0.1", gateway)) {
            Optional<String> answer = caller.ask(caller.request("INVITE", "a".repeat(80), "explodes"), 3_000);
            assertTrue(answer.orElse("nothing came").startsWith("SIP/2.0 404 "), answer::toString);
            assertTrue(caller.ask(caller.request("OPTIONS", "1000", "after"), 1_000)
                    .isPresent());
        }
        Patience.require(
                "it is told",
                SOON,
                () -> gateway.log().stream()
                        .anyMatch(line -> line.contains("takes too long for a text of 80 characters")));
    }

    @Test
    void whoAsksTooOftenOrComesTooLateIsToldSoOrNothing() {
        gateway.reconfigured("access: {guests: private, max-calls: 1, requests-per-second: 5}\n");
        try (Sipp up = Sipp.scenario("call-until-bye")
                .to(gateway.address())
                .user("1501")
                .start()) {
            Patience.require("one is in", SOON, () -> gateway.inRoom("1501") == 1);
            Sipp.scenario("overloaded").to(gateway.address()).user("1502").succeed();
            gateway.hangUp(gateway.callTo("1501").required("id").asText());
            up.succeed();
        }
        int answered = 0;
        try (SipSocket flood = new SipSocket("127.0.0.70", gateway)) {
            for (int i = 0; i < 60; i++) {
                answered += flood.ask(flood.request("OPTIONS", "1000", "flood" + i), 15)
                                .isPresent()
                        ? 1
                        : 0;
            }
        }
        assertTrue(answered > 0 && answered < 30, answered + " of 60 were answered");
        Sipp.scenario("options").to(gateway.address()).succeed();
        gateway.reconfigured(USUAL);
    }
}
