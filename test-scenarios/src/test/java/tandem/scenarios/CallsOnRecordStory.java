package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.HepCollector;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RecordTables;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.Tshark;

/** What is left of a call when it is over: its record, its ladder, its copy at Homer, its capture. */
class CallsOnRecordStory {
    static final String TO_A_PORT = "  - {name: port, when: {to: 'p(\\d+)'}, go: {address: 'sip:ben@127.0.0.1:$1'}}\n";
    private static final Duration SOON = Duration.ofSeconds(10);

    private static GatewayProcess gateway;
    private static HepCollector homer;

    @BeforeAll
    static void start() {
        homer = new HepCollector();
        gateway = GatewayProcess.startWith(
                TO_A_PORT, "", Map.of("TANDEM_SIP_HEP", homer.address(), "TANDEM_SIP_HEP_ID", "77"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        homer.close();
    }

    /** A call that the called side ends after three seconds. */
    static String bridged(GatewayProcess through) {
        try (Sipp answering = Sipp.scenario("uas-bye").start();
                Sipp calling = Sipp.scenario("call-until-bye")
                        .to(through.address())
                        .user("p" + answering.port())
                        .start()) {
            calling.succeed();
            answering.succeed();
            return "p" + answering.port();
        }
    }

    @Test
    void aBridgedCallIsOnRecordWithBothLegs() {
        String dialled = bridged(gateway);
        RecordTables tables = RecordTables.of(gateway);
        assertBridged(tables, dialled);
        Map<String, String> call = tables.ended(dialled);
        String csv = gateway.get("/v1/calls?format=csv&number=" + dialled);
        assertEquals(3, csv.lines().count(), csv);
        assertTrue(csv.contains(call.get("id") + ",inbound,ended,sipp,"), csv);
        String ladder = gateway.command("trace", call.getOrDefault("id", ""));
        for (String part : List.of(
                "INVITE",
                "180 Ringing",
                "(SDP)",
                "by rule 'port'",
                "INVITE ben (SDP)",
                "dials sip:ben@",
                "relayed",
                "hung up")) {
            assertTrue(ladder.contains(part), part + " in\n" + ladder);
        }
        assertAtHomer(call.getOrDefault("id", ""));
    }

    /** What is so of such a call in whatever database. */
    static void assertBridged(RecordTables tables, String dialled) {
        Map<String, String> call = tables.ended(dialled);
        assertEquals("normal", call.get("cause"), call::toString);
        assertEquals("hung up", call.get("words"), call::toString);
        assertEquals("called", call.get("ended_by"), call::toString);
        assertEquals("sipp", call.get("caller"), call::toString);
        assertTrue(Long.parseLong(call.getOrDefault("duration_ms", "0")) >= 2_900, call::toString);
        List<String> moments = List.of(
                call.getOrDefault("began", ""),
                call.getOrDefault("rang", ""),
                call.getOrDefault("answered", ""),
                call.getOrDefault("ended", ""));
        assertEquals(moments.stream().sorted().toList(), moments);
        Patience.require(
                "the last figures are in",
                SOON,
                () -> tables.legs(call).stream()
                        .allMatch(leg -> Integer.parseInt(leg.getOrDefault("packets_received", "0")) > 100));
        List<Map<String, String>> legs = tables.legs(call);
        assertEquals(2, legs.size());
        for (Map<String, String> leg : legs) {
            assertEquals("PCMU", leg.get("codec_sent"), leg::toString);
            assertEquals("PCMU", leg.get("codec_received"), leg::toString);
            assertEquals("16", leg.get("q850"), leg::toString);
            assertTrue(Double.parseDouble(leg.getOrDefault("mos", "0")) > 4, leg::toString);
            assertTrue(leg.getOrDefault("remote", "").startsWith("127.0.0.1:"), leg::toString);
        }
        assertEquals("gateway", legs.getFirst().get("ended_by"));
        assertEquals("called", legs.getLast().get("ended_by"));
        assertEquals("127.0.0.1:" + dialled.substring(1), legs.getLast().get("remote"));
    }

    private static void assertAtHomer(String id) {
        List<HepCollector.Packet> copies = homer.packets().stream()
                .filter(packet -> packet.correlation().equals(id))
                .toList();
        List<String> inviting = copies.stream()
                .filter(copy -> copy.payload().startsWith("INVITE "))
                .map(HepCollector.Packet::from)
                .distinct() // a slow machine makes SIPp repeat itself
                .toList();
        assertEquals(2, inviting.size(), inviting::toString);
        assertTrue(copies.stream().anyMatch(copy -> copy.payload().startsWith("BYE ")));
        HepCollector.Packet first = copies.getFirst();
        assertEquals(gateway.address(), first.to());
        assertEquals(17, first.protocol());
        assertEquals(77, first.captureId());
    }

    @Test
    void whatKeptACallFromItsRoomIsOnRecordInWordsAndCodes() {
        Sipp.scenario("busy").to(gateway.address()).user("nowhere").start().close();
        try (Sipp answering = Sipp.scenario("uas-busy").start();
                Sipp calling = Sipp.scenario("busy")
                        .to(gateway.address())
                        .user("p" + answering.port())
                        .start()) {
            calling.succeed();
            Map<String, String> call = RecordTables.of(gateway).ended("p" + answering.port());
            assertEquals("busy", call.get("cause"));
            assertFalse(call.containsKey("answered"));
            List<Map<String, String>> legs = RecordTables.of(gateway).legs(call);
            assertEquals(
                    List.of("486", "486"),
                    legs.stream().map(leg -> leg.get("sip_status")).toList());
            assertEquals(
                    List.of("17", "17"),
                    legs.stream().map(leg -> leg.get("q850")).toList());
        }
    }

    @Test
    void aCallIsCapturedWithItsMedia() {
        try (Baresip ann = Baresip.named("ann").start()) {
            ann.call(gateway.uri("9196"));
            String id = gateway.callTo("9196").required("id").asText();
            gateway.post("/v1/calls/" + id + "/capture", "{\"media\": true, \"seconds\": 2}");
            Path file = gateway.download("/v1/calls/" + id + "/capture", "call.pcapng");
            List<String> sip = Tshark.read(file, "sip", "ip.src", "sip.Method", "sip.Status-Code");
            assertTrue(sip.stream().anyMatch(line -> line.contains("INVITE")), sip::toString);
            assertTrue(sip.stream().anyMatch(line -> line.contains("200")), sip::toString);
            List<String> rtp = Tshark.read(file, "rtp", "rtp.ssrc");
            assertTrue(rtp.size() > 120, rtp.size() + " packets");
            assertEquals(2, rtp.stream().distinct().count());
            assertEquals(
                    List.of(),
                    Tshark.read(file, "udp.checksum.status == 0 || ip.checksum.status == 0", "frame.number"));
            assertEquals(List.of(), Tshark.read(file, "_ws.malformed", "frame.number"));
            ann.hangUp();
        }
    }

    @Test
    void aCallThatWasUpWhenTheGatewayWasKilledIsClosedByTheNext() {
        try (GatewayProcess other = GatewayProcess.start();
                Baresip ann = Baresip.named("ann").start()) {
            ann.call(other.uri("1000"));
            Patience.require(
                    "it is on record as it is up",
                    SOON,
                    () -> RecordTables.of(other)
                                    .rows("SELECT * FROM legs WHERE answered IS NOT NULL AND ended IS NULL")
                                    .size()
                            == 1);
            other.kill();
            other.exit(SOON);
            other.restart();
            Map<String, String> call = RecordTables.of(other).ended("1000");
            assertEquals("gateway stopped", call.get("words"));
            assertEquals(
                    "gateway-stopped",
                    RecordTables.of(other).legs(call).getFirst().get("cause"));
            JsonNode told = other.callTo("1000");
            assertEquals("gateway stopped", told.required("words").asText());
            ann.hangUp();
        }
    }
}
