package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.TrunkPeer;
import tandem.sip.dns.SmallDns;

/** What a registrar, a provider and a stranger can make of a trunk, message by message. */
class TrunkScenariosStory {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String NOWHERE = "127.0.0.9:9";
    private static final String PEER =
            "  - {name: peer, mode: peer, host: '127.0.0.1:9', keepalive: 'off', from: [127.0.0.3]}";
    private static final String RULES = """
            - {name: out, when: {to: '(0|00|\\+)\\d+'}, go: {trunk: line}}
            """.indent(2);

    private static SmallDns dns;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        dns = new SmallDns();
        gateway = GatewayProcess.startWith(
                RULES,
                trunks(register(NOWHERE), PEER),
                Map.of("TANDEM_SIP_DNS", "127.0.0.1:" + dns.address().getPort()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        dns.close();
    }

    private static String trunks(String... each) {
        return "access: {guests: [127.0.0.1]}\ntrunks:\n" + String.join("\n", each) + "\n";
    }

    private static String register(String host) {
        return "  - {name: line, mode: register, host: '" + host
                + "', username: '8000', password: secret, expires: 60s, keepalive: 'off'}";
    }

    private static void line(String line) {
        gateway.reconfigure(trunks(line, PEER));
    }

    private static void requireState(String state) {
        Patience.require(
                () -> "the line is " + state + ": " + gateway.trunk("line") + "\n" + String.join("\n", gateway.log()),
                SOON,
                () -> gateway.trunk("line").required("state").asText().equals(state));
    }

    @Test
    void registersThroughTooBriefAChallengeAndAStaleNonce() {
        try (Sipp registrar = Sipp.scenario("uas-register").start()) {
            line(register("127.0.0.1:" + registrar.port()));
            requireState("registered");
            line(register(NOWHERE));
            registrar.succeed();
        }
    }

    @Test
    void registersThroughAProxyAndTwoRealms() {
        try (Sipp registrar = Sipp.scenario("uas-register-auth-int").start()) {
            line(register("127.0.0.1:" + registrar.port()));
            registrar.succeed();
            requireState("registered");
        }
    }

    @Test
    void aWrongPasswordIsShownOnce() {
        try (Sipp registrar = Sipp.scenario("uas-register-wrong").start()) {
            line(register("127.0.0.1:" + registrar.port()));
            registrar.succeed();
            requireState("refused");
            assertEquals(
                    "wrong username or password: 401 Unauthorized",
                    gateway.trunk("line").required("failure").asText());
        }
    }

    /** One of a domain's servers, on this machine. */
    private record Server(int priority, int weight, int port) {}

    /** That domain is reached by UDP, at those servers. */
    private static void located(String domain, Server... servers) {
        String service = "_sip._udp." + domain;
        dns.naptr(domain, 10, 10, "SIP+D2U", service);
        for (Server each : servers) {
            String host = "port" + each.port + "." + domain;
            dns.srv(service, each.priority, each.weight, each.port, host).a(host, "127.0.0.1");
        }
    }

    @Test
    void registersWhereTheNextOfItsServersAnswers() {
        try (TrunkPeer silent = TrunkPeer.udp();
                Sipp registrar = Sipp.scenario("uas-register").start()) {
            located("registrar.example.org", new Server(10, 0, silent.port()), new Server(20, 0, registrar.port()));
            line(register("registrar.example.org"));
            requireTaken("registrar.example.org");
            requireState("registered");
            line(register(NOWHERE));
            registrar.succeed();
            assertTrue(silent.came().getFirst().startsWith("REGISTER "), silent.came()::toString);
        }
    }

    private static void lineTo(String host) {
        line("  - {name: line, mode: peer, host: " + host + ", keepalive: 'off', from: [127.0.0.8]}");
        requireTaken(host);
    }

    private static void requireTaken(String host) {
        Patience.require("the trunk is taken", SOON, () -> host("line").equals(host));
    }

    @Test
    void callsTheNextOfItsServersAndThenSparesTheOneThatWasSilent() {
        try (TrunkPeer silent = TrunkPeer.udp();
                Sipp answering = Sipp.scenario("uas-busy").calls(2).start()) {
            located("office.example.org", new Server(10, 0, silent.port()), new Server(20, 0, answering.port()));
            lineTo("office.example.org");
            Sipp.scenario("busy").to(gateway.address()).user("0301").succeed();
            List<String> came = silent.came();
            assertTrue(came.getFirst().startsWith("INVITE "), came::toString);
            Sipp.scenario("busy").to(gateway.address()).user("0302").succeed();
            answering.succeed();
            assertEquals(came, silent.came());
        }
    }

    @Test
    void callsTheServerOfTheGreaterWeight() {
        try (TrunkPeer light = TrunkPeer.udp();
                Sipp heavy = Sipp.scenario("uas-busy").start()) {
            located("weighed.example.org", new Server(10, 0, light.port()), new Server(10, 65535, heavy.port()));
            lineTo("weighed.example.org");
            Sipp.scenario("busy").to(gateway.address()).user("0303").succeed();
            heavy.succeed();
            assertEquals(List.of(), light.came());
        }
    }

    private static String host(String trunk) {
        return gateway.trunk(trunk).required("host").asText();
    }

    @Test
    void tellsTheProviderWhoCallsAndWhoDiverted() {
        try (Sipp provider = Sipp.scenario("uas-trunk-identity").start()) {
            String proxy = "127.0.0.1:" + provider.port();
            line("  - {name: line, mode: peer, host: pbx.example.org, domain: pbx.example.org, proxy: '" + proxy
                    + "', username: '8000', password: secret, keepalive: 'off', codecs: [pcma], srtp: 'off',\n"
                    + "     from: [127.0.0.8], rewrite: {out: ['0(\\d+) => +49$1'], out-caller: ['0(\\d+) => +4930$1']},\n"
                    + "     caller-id: {p-asserted-identity: true, remote-party-id: true}}");
            requireTaken("pbx.example.org");
            Sipp.scenario("diverted-call").to(gateway.address()).user("030123").succeed();
            provider.succeed();
        }
    }

    @Test
    void doesNotLetOutWhatIsBeyondItsBudget() {
        line("  - {name: line, mode: peer, host: '127.0.0.1:9', keepalive: 'off', from: [127.0.0.8],\n"
                + "     budget: {prefixes: ['+49', '112'], calls: 5}}");
        requireTaken("127.0.0.1:9");
        long before = gateway.trunk("line").required("refused").asLong();
        try (Sipp caller =
                Sipp.scenario("forbidden").to(gateway.address()).user("0088216").start()) {
            caller.succeed();
            assertTrue(caller.messages().contains("Beyond what the trunk may spend"), caller::report);
        }
        assertEquals(before + 1, gateway.trunk("line").required("refused").asLong());
        String log = String.join("\n", gateway.log());
        assertTrue(
                log.contains("trunk line does not let 0088216 out: the number begins with none of the prefixes"), log);
    }

    /** Guests come from 127.0.0.1 alone; what From says proves nothing. */
    @Test
    void letsInByItsSourceAndNotByItsWords() {
        Sipp.scenario("room-call")
                .from("127.0.0.3")
                .to(gateway.address())
                .user("1000")
                .succeed();
        Sipp.scenario("forbidden")
                .from("127.0.0.4")
                .to(gateway.address())
                .user("1000")
                .succeed();
        Sipp.scenario("forbidden")
                .from("127.0.0.4")
                .to(gateway.address())
                .user("8000")
                .succeed();
    }
}
