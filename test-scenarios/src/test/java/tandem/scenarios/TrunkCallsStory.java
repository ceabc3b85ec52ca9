package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Pem;
import tandem.scenarios.kit.RecordTables;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.TrunkPeer;
import tandem.scenarios.kit.Wav;

/** How calls go out by trunks and come in by them: over what, how protected, by which of several, as whose, at what cost. */
class TrunkCallsStory {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Pem SERVER = Pem.of("test-scenarios/src/test/resources/localhost");
    private static final int NOWHERE = 9;
    private static final String GUESTS = "access: {guests: [127.0.0.1]}\n";
    static final String RULES = """
            - {name: a, when: {to: 'a(\\w+)'}, go: {trunk: a, number: '$1'}}
            - {name: b, when: {to: 'b(\\w+)'}, go: {trunk: b, number: '$1'}}
            - {name: c, when: {to: 'c(\\w+)'}, go: {trunk: c, number: '$1'}}
            - {name: first a, when: {to: 'f(\\w+)'}, go: {trunk: a, number: '$1', else: [b]}}
            - {name: whichever, when: {to: 'n(\\w+)'}, go: {trunk: any, number: '$1'}}
            """.indent(2);

    /** All of them lead nowhere. */
    static final String NO_TRUNKS = trunks(trunk("a", NOWHERE, ""), trunk("b", NOWHERE, ""), trunk("c", NOWHERE, ""));

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(RULES, GUESTS + NO_TRUNKS);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String trunks(String... each) {
        return "trunks:\n" + String.join("\n", each) + "\n";
    }

    /** A peer that is not asked whether it is there, with what is said of it besides. */
    private static String trunk(String name, int port, String more) {
        return written(name, "'127.0.0.1:" + port + "'", "keepalive: 'off'" + (more.isEmpty() ? "" : ", " + more));
    }

    private static String written(String name, String host, String more) {
        return "  - {name: " + name + ", mode: peer, host: " + host + ", from: [127.0.0.9], " + more + "}";
    }

    /** These are its trunks from now on. */
    private static void set(String a, String b) {
        set(a, b, NOWHERE);
    }

    /** And c at that port, for one call an hour. */
    private static void set(String a, String b, int c) {
        gateway.reconfigured(GUESTS + trunks(a, b, trunk("c", c, "priority: 90, budget: {calls-per-hour: 1}")));
    }

    private static void calls(String number) {
        Sipp.scenario("diverted-call").to(gateway.address()).user(number).succeed();
    }

    @Test
    void overTcp() {
        try (Sipp peer = Sipp.scenario("uas-answer").with("-t", "t1").start()) {
            set(
                    written("a", "'127.0.0.1:" + peer.port() + ";transport=tcp'", "keepalive: 'off'"),
                    trunk("b", NOWHERE, ""));
            calls("a4711");
            peer.succeed();
            assertTrue(peer.messages().contains("Via: SIP/2.0/TCP "), peer::report);
        }
    }

    @Test
    void overTlsToWhomIsBelievedAndWithOurCertificate() {
        Pem shown = Pem.made("tandem at its provider");
        String ours = "certificate: '" + shown.certificate() + "', key: '" + shown.key() + "'";
        String trust = "trust: '" + SERVER.certificate() + "'";
        try (TrunkPeer a = TrunkPeer.tls(SERVER, shown);
                TrunkPeer b = TrunkPeer.tls(SERVER, shown)) {
            String toA = "'localhost:" + a.port() + ";transport=tls'";
            String toB = "'127.0.0.1:" + b.port() + ";transport=tls'";
            set(
                    written("a", toA, "keepalive: 1s, tls: {" + ours + ", " + trust + "}"),
                    written("b", toB, "keepalive: 1s, tls: {" + ours + ", trust: system}"));
            requireState("a", "reachable");
            assertTrue(a.came().stream().anyMatch(each -> each.contains("Via: SIP/2.0/TLS ")));
            requireState("b", "unreachable");
            String why = gateway.trunk("b").required("failure").asText();
            assertTrue(why.contains("certificate"), why);
            set(
                    written("a", toA, "keepalive: 1s, tls: {" + ours + ", " + trust + "}"),
                    written("b", toB, "keepalive: 2s, tls: {" + trust + "}"));
            Patience.require(
                    () -> "who shows no certificate is not talked with: " + b.came(),
                    SOON,
                    () -> b.came().stream()
                            .anyMatch(each -> each.startsWith("(refused")
                                    && each.contains("ertificate")
                                    && !each.contains("fatal alert")));
            requireState("b", "unreachable");
        }
    }

    private static void requireState(String trunk, String state) {
        Patience.require(
                () -> trunk + " is " + state + ": " + gateway.trunk(trunk) + "\n" + String.join("\n", gateway.log()),
                SOON,
                () -> gateway.trunk(trunk).required("state").asText().equals(state));
    }

    @Test
    void protectedWhereTheTrunkRequiresIt() {
        try (Baresip ben = Baresip.named("ben")
                        .tone(700)
                        .mediaEncryption("srtp-mand")
                        .start();
                Baresip ann = Baresip.named("ann").tone(1000).start();
                Sipp plain = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", ben.socketAddress().getPort(), "srtp: require"), trunk("b", plain.port(), "srtp: offer"));
            ann.call(gateway.uri("aben"));
            Patience.require(
                    "the two hear each other",
                    SOON,
                    () -> ann.heard().last(400).meter(700).levelDb() > -23
                            && ben.heard().last(400).meter(1000).levelDb() > -23);
            Patience.require(
                    "the figures are in",
                    SOON,
                    () -> gateway.callTo("aben")
                                    .required("legs")
                                    .get(1)
                                    .required("packets-sent")
                                    .asLong()
                            > 0);
            JsonNode legs = gateway.callTo("aben").required("legs");
            assertEquals("", legs.get(0).required("secured").asText(), legs::toString);
            assertTrue(legs.get(1).required("secured").asText().startsWith("A"), legs::toString);
            ann.hangUp();
            calls("b4711");
            plain.succeed();
            assertTrue(plain.messages().contains("a=crypto:"), plain::report);
            assertEquals(
                    "", RecordTables.of(gateway).legs(record("b4711")).getLast().get("srtp"));
        }
    }

    private static Map<String, String> record(String dialled) {
        return RecordTables.of(gateway).ended(dialled);
    }

    @Test
    void byTheNextWhereNobodyListens() {
        try (Sipp peer = Sipp.scenario("uas-answer").start()) {
            set(
                    written("a", "'127.0.0.1:" + NOWHERE + ";transport=tcp'", "keepalive: 'off'"),
                    trunk("b", peer.port(), ""));
            calls("f4712");
            peer.succeed();
            List<Map<String, String>> legs = RecordTables.of(gateway).legs(record("f4712"));
            assertEquals(List.of("null", "a", "b"), each(legs, "trunk"));
            assertEquals(List.of("normal", "unreachable", "normal"), each(legs, "cause"));
        }
    }

    /** Trunks a and b lead to those, and c nowhere. */
    static String trunks(Sipp a, Sipp b) {
        return trunks(trunk("a", a.port(), ""), trunk("b", b.port(), ""), trunk("c", NOWHERE, ""));
    }

    @Test
    void byTheNextWhereOneIsOutOfService() {
        try (Sipp a = Sipp.scenario("uas-503").start();
                Sipp b = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", a.port(), ""), trunk("b", b.port(), ""));
            assertSecondTrunkTook(gateway, RecordTables.of(gateway));
            a.succeed();
            b.succeed();
            assertTrue(b.messages().contains("INVITE sip:4711@127.0.0.1:" + b.port()), b::report);
        }
    }

    /** A call that trunk a refuses and b takes is on record with both, each with what it did. */
    static void assertSecondTrunkTook(GatewayProcess by, RecordTables tables) {
        Sipp.scenario("diverted-call").to(by.address()).user("f4711").succeed();
        Map<String, String> call = tables.ended("f4711");
        assertEquals("normal caller", call.get("cause") + " " + call.get("ended_by"), call::toString);
        List<Map<String, String>> legs = tables.legs(call);
        assertEquals(List.of("null", "a", "b"), each(legs, "trunk"));
        assertEquals(List.of("Ann", "4711", "4711"), each(legs, "name"));
        assertEquals(List.of("normal", "unreachable", "normal"), each(legs, "cause"));
        assertEquals(List.of("null", "503", "null"), each(legs, "sip_status"));
        assertEquals(List.of("16", "27", "16"), each(legs, "q850"));
        assertEquals(List.of("PCMU", "", "PCMU"), each(legs, "codec_sent"));
        assertEquals(List.of("caller", "called", "gateway"), each(legs, "ended_by"));
        assertFalse(legs.get(1).containsKey("answered"), legs::toString);
        assertTrue(legs.get(2).getOrDefault("began", "").compareTo(legs.get(1).getOrDefault("ended", "")) >= 0);
    }

    @Test
    void byTheNextWhereNoAnswerComes() {
        try (TrunkPeer silent = TrunkPeer.udp(); // but to OPTIONS
                Sipp b = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", silent.port(), ""), trunk("b", b.port(), ""));
            calls("f4723");
            b.succeed();
            List<Map<String, String>> legs = RecordTables.of(gateway).legs(record("f4723"));
            assertEquals(List.of("null", "a", "b"), each(legs, "trunk"));
            assertEquals(List.of("normal", "timeout", "normal"), each(legs, "cause"));
        }
    }

    @Test
    void byOneThatIsAwayAfterAllOthersAndForSecondsAlone() throws IOException {
        try (DatagramSocket away = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Sipp b = Sipp.scenario("uas-answer").start()) {
            set(written("a", "'127.0.0.1:" + away.getLocalPort() + "'", "keepalive: 1s"), trunk("b", b.port(), ""));
            requireState("a", "unreachable");
            calls("f4724");
            b.succeed();
            assertEquals(List.of("null", "b"), each(RecordTables.of(gateway).legs(record("f4724")), "trunk"));
            gateway.post("/v1/rooms/1000/calls", "{\"to\": \"4725\", \"trunk\": \"a\"}");
            Patience.require(
                    "it is given up",
                    SOON,
                    () -> gateway.callTo("4725").path("state").asText().equals("ended"));
            assertEquals("unreachable", gateway.callTo("4725").required("cause").asText());
        }
    }

    private static List<String> each(List<Map<String, String>> legs, String column) {
        return legs.stream().map(leg -> String.valueOf(leg.get(column))).toList();
    }

    @Test
    void byTheOneOfTheBestPriorityUntilItIsFull() {
        try (Sipp a = Sipp.scenario("uas-answer").start();
                Sipp b = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", a.port(), "priority: 20"), trunk("b", b.port(), "priority: 5, max-calls: 1"));
            try (Sipp first = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user("n4713")
                    .start()) {
                Patience.require(
                        "it goes by b",
                        SOON,
                        () -> gateway.trunk("b").required("calls").asInt() == 1 && gateway.callsLeft() == 1);
                calls("n4714");
                a.succeed();
                gateway.hangUp(gateway.callTo("n4713").required("id").asText());
                first.succeed();
                b.succeed();
            }
        }
    }

    @Test
    void whoWithholdsTheNumberStaysUnknownButToTheTrunk() {
        try (Sipp peer = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", peer.port(), "caller-id: {p-asserted-identity: true}"), trunk("b", NOWHERE, ""));
            Sipp.scenario("withheld-call").to(gateway.address()).user("a4715").succeed();
            peer.succeed();
            String invite = peer.messages();
            assertTrue(invite.contains("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag="), invite);
            assertTrue(invite.contains("P-Asserted-Identity: \"Ann\" <sip:05551@"), invite);
            assertTrue(invite.contains("Privacy: id"), invite);
            assertTrue(invite.contains("History-Info: <sip:05550@pbx?Reason=SIP%3Bcause%3D302>;index=1"), invite);
        }
    }

    /** From its own address, where no guest may call. */
    @Test
    void inForTheNumberThatWasCalledByWhoeverTheTrunkSaysCalls() {
        set(
                trunk(
                        "a",
                        NOWHERE,
                        "username: '8000', password: secret, caller-id: {p-asserted-identity: true},\n"
                                + "     rewrite: {in: ['\\+4930200 => 1000'], in-caller: ['\\+49(\\d+) => 0$1']}"),
                trunk("b", NOWHERE, ""));
        Sipp.scenario("provider-call").from("127.0.0.9").to(gateway.address()).succeed();
        Map<String, String> call = record("1000");
        assertEquals("01701234", call.get("caller"), call::toString);
        assertEquals("a", call.get("trunk"), call::toString);
        Map<String, String> leg = RecordTables.of(gateway).legs(call).getFirst();
        assertEquals("Erika", leg.get("name"), leg::toString);
        assertEquals("a", leg.get("trunk"), leg::toString);
    }

    @Test
    void withKeysByInfoWhereTheTrunkIsSetSo() {
        try (Sipp peer = Sipp.scenario("uas-dtmf-info").start()) {
            set(trunk("a", peer.port(), "dtmf: info"), trunk("b", NOWHERE, ""));
            Sipp.scenario("dtmf-info-key").to(gateway.address()).user("a4716").succeed();
            peer.succeed();
            String invite = peer.messages().substring(0, peer.messages().indexOf("180 Ringing"));
            assertFalse(invite.contains("telephone-event"), invite);
        }
    }

    @Test
    void withKeysAsTonesWhereTheTrunkIsSetSo() {
        try (Baresip ben = Baresip.named("ben").start()) {
            set(trunk("a", ben.socketAddress().getPort(), "dtmf: inband"), trunk("b", NOWHERE, ""));
            Sipp.scenario("dtmf-pin").to(gateway.address()).user("aben").succeed();
            Wav heard = ben.heard();
            for (double[] key : new double[][] {{697, 1336}, {770, 1336}, {852, 1336}, {941, 1336}, {941, 1477}}) {
                for (double hz : key) {
                    assertTrue(heard.meter(hz).loudestDb() > -25, () -> hz + " Hz of 2580#\n" + ben.log());
                }
            }
            assertFalse(ben.said("telephone-event"), ben::log);
        }
    }

    @Test
    void inWithKeysAsTones() {
        set(trunk("a", NOWHERE, "dtmf: inband"), trunk("b", NOWHERE, ""));
        try (Sipp caller = Sipp.scenario("dtmf-pin-inband")
                .from("127.0.0.9")
                .to(gateway.address())
                .user("1258")
                .start()) {
            Patience.require(() -> "the PIN was heard\n" + caller.report(), SOON, () -> gateway.inRoom("1258") == 1);
            caller.succeed();
        }
    }

    @Test
    void withTheKeysThatFollowACallOutOfARoom() {
        try (Sipp peer = Sipp.scenario("uas-dtmf-info-pin").start()) {
            set(trunk("a", peer.port(), "dtmf: info"), trunk("b", NOWHERE, ""));
            gateway.open("{\"name\": \"1259\"}");
            gateway.post("/v1/rooms/1259/calls", "{\"to\": \"4724\", \"trunk\": \"a\", \"dtmf\": \"ww2580#\"}");
            Patience.require(
                    () -> "the last key came\n" + peer.report(),
                    SOON,
                    () -> peer.messages().replace(" ", "").contains("Signal=#"));
            gateway.hangUp(gateway.callTo("4724").required("id").asText());
            peer.succeed();
        }
    }

    @Test
    void byTheWayTheRegistrarSays() {
        try (Sipp registrar = Sipp.scenario("uas-service-route").calls(2).start()) {
            set(
                    "  - {name: a, mode: register, host: '127.0.0.1:" + registrar.port()
                            + "', username: '8000', password: secret, expires: 60s, keepalive: 'off'}",
                    trunk("b", NOWHERE, ""));
            requireState("a", "registered");
            Sipp.scenario("busy").to(gateway.address()).user("a4717").succeed();
            registrar.succeed();
        }
    }

    @Test
    void keptAliveByLineEndsOrByOptions() {
        try (TrunkPeer a = TrunkPeer.udp();
                TrunkPeer b = TrunkPeer.udp()) {
            set(
                    written("a", "'127.0.0.1:" + a.port() + "'", "keepalive: crlf 1s"),
                    written("b", "'127.0.0.1:" + b.port() + "'", "keepalive: 1s"));
            requireState("b", "reachable");
            Patience.require(
                    () -> "line ends come, and OPTIONS again: " + a.came() + b.came(),
                    SOON,
                    () -> a.came().contains("\r\n\r\n")
                            && b.came().stream()
                                            .filter(each -> each.startsWith("OPTIONS sip:"))
                                            .count()
                                    > 1);
            assertEquals(
                    1,
                    a.came().stream().filter(each -> each.startsWith("OPTIONS")).count(),
                    "once, to find the way");
        }
    }

    @Test
    void notBeyondWhatTheTrunkMaySpend() {
        try (Sipp a = Sipp.scenario("uas-answer").start();
                Sipp b = Sipp.scenario("uas-busy").start();
                Sipp c = Sipp.scenario("uas-busy").start()) {
            set(
                    trunk("a", a.port(), "budget: {calls: 1}"),
                    trunk("b", b.port(), "budget: {night: refuse, night-hours: '00:00-00:00', always: ['112']}"),
                    c.port());
            try (Sipp first = Sipp.scenario("call-until-bye")
                    .to(gateway.address())
                    .user("a4718")
                    .start()) {
                Patience.require(
                        "one is up",
                        SOON,
                        () -> gateway.calls().stream()
                                .anyMatch(
                                        call -> call.required("state").asText().equals("up")));
                refused("a4719", "a does not let 4719 out: as many calls are up as may be at once: 1");
                gateway.hangUp(gateway.callTo("a4718").required("id").asText());
                first.succeed();
                a.succeed();
            }
            Sipp.scenario("busy").to(gateway.address()).user("c4720").succeed();
            c.succeed();
            refused("c4721", "c does not let 4721 out: as many calls were made in this hour as may be: 1");
            refused("b4722", "b does not let 4722 out: no calls at night");
            Sipp.scenario("busy").to(gateway.address()).user("b112").succeed();
            b.succeed();
        }
    }

    /** Also where they were spoken before a restart; the minute that this would take is written into the record. */
    @Test
    void notBeyondTheMinutesOfADay() {
        String budget = "budget: {minutes-per-day: 1}";
        try (Sipp a = Sipp.scenario("uas-answer").start()) {
            set(trunk("a", a.port(), budget), trunk("b", NOWHERE, ""));
            calls("a4725");
            a.succeed();
        }
        RecordTables tables = RecordTables.of(gateway);
        String call = record("a4725").getOrDefault("id", "");
        gateway.terminate();
        gateway.exit(SOON);
        String answered = tables.rows("SELECT answered FROM legs WHERE call = ? AND trunk = 'a'", call)
                .getFirst()
                .getOrDefault("answered", "");
        String earlier = Instant.parse(answered).minusSeconds(61).toString();
        assertEquals(1, tables.change("UPDATE legs SET answered = ? WHERE call = ? AND trunk = 'a'", earlier, call));
        gateway.restart();
        refused("a4726", "a does not let 4726 out: as many minutes were spoken today as may be: 1");
    }

    private static void refused(String number, String why) {
        Sipp.scenario("forbidden").to(gateway.address()).user(number).succeed();
        Patience.require(why, SOON, () -> gateway.log().stream().anyMatch(line -> line.contains(why)));
        assertEquals("not-in-budget", record(number).get("cause"));
    }
}
