package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.SipSocket;
import tandem.scenarios.kit.Sipp;

/** What a phone may ask of the registrar, and what a device's call is asked for: SIPp asks. */
class RegistrarScenariosStory {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        List<String> lines = new ArrayList<>(List.of("devices:", "  - {user: other, password: the others own}"));
        for (int i = 101; i <= 113; i++) {
            lines.add("  - {user: '" + i + "', password: secret" + i + "x}");
        }
        gateway = GatewayProcess.startWith("", String.join("\n", lines));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "register, 101",
        "register-too-brief, 102",
        "register-wildcard, 103",
        "register-path, 104",
        "register-outbound, 105",
        "register-out-of-order, 106",
        "call-as-device, 107",
        "call-as-another-device, 108",
        "call-spoofed, 109",
    })
    void endsWell(String scenario, String user) {
        run(scenario, user, "secret" + user + "x");
    }

    @Test
    void aPhoneRegistersOverTcpToo() {
        Sipp.scenario("register")
                .to(gateway.address())
                .user("110")
                .with("-ap", "secret110x", "-t", "t1")
                .succeed();
    }

    @Test
    void aWrongPasswordIsAskedForAgain() {
        run("register-wrong-password", "111", "guess");
        assertEquals("unregistered", gateway.device("111").required("state").asText());
        assertTrue(gateway.device("111").required("failure").asText().startsWith("wrong password"));
    }

    /** Each half minute; what went to the contact itself would be lost, as 10.11.12.13 is nobody here. */
    @Test
    void aPhoneBehindAddressTranslationIsKeptReachable() {
        try (SipSocket phone = new SipSocket("127.0.0.1", gateway)) {
            String answer = phone.register("113", "secret113x", 3_000, "Contact: <sip:113@10.11.12.13:5062>")
                    .orElseThrow();
            assertTrue(answer.startsWith("SIP/2.0 200 "), answer);
            String asked = phone.asked("OPTIONS", 40_000).orElseThrow();
            assertTrue(asked.startsWith("OPTIONS sip:113@10.11.12.13:5062"), asked);
        }
    }

    private static void run(String scenario, String user, String password) {
        Sipp.scenario(scenario)
                .to(gateway.address())
                .user(user)
                .with("-ap", password)
                .succeed();
    }

    @Test
    void aDigestThatWasSeenOnTheWireOpensNothing() {
        try (SipSocket phone = new SipSocket("127.0.0.1", gateway);
                SipSocket thief = new SipSocket("127.0.0.7", gateway)) {
            String challenge =
                    phone.ask(phone.request("REGISTER", "112", "a"), 3_000).orElseThrow();
            String given = "Authorization: " + phone.authorization(challenge, "REGISTER", "112", "secret112x");
            String granted = phone.ask(phone.request("REGISTER", "112", "a", given), 3_000)
                    .orElseThrow();
            assertTrue(granted.startsWith("SIP/2.0 200 "), granted);
            for (SipSocket replaying : List.of(phone, thief)) {
                String refused = replaying
                        .ask(replaying.request("REGISTER", "112", "b", given), 3_000)
                        .orElseThrow();
                assertTrue(refused.startsWith("SIP/2.0 401 "), refused);
                assertTrue(refused.contains("stale=true"), refused);
            }
            assertEquals(1, gateway.contacts("112"));
        }
    }
}
