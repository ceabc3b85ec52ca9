package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.SipPage;

/**
 * JsSIP and SIP.js in a browser call over WebSocket and meet a desk phone: both are heard, hold silences, keys mute (JsSIP sends
 * them by INFO, SIP.js by RFC 4733), text is taken, and either side hangs up.
 */
class SipClientsInBrowsersStory {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void soon(String sentence, SipPage ann, BooleanSupplier fact) {
        Patience.require(() -> sentence + "\n" + ann.log(), SOON, fact);
    }

    private static boolean hears(Baresip ben) {
        return ben.heard().last(1000).meter(1000).levelDb() > -26;
    }

    private static String seat(String room) {
        return gateway.roster(room).stream()
                .filter(one -> one.required("name").asText().equals("ann"))
                .map((JsonNode one) -> one.required("id").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("ann is not in room " + room));
    }

    @ParameterizedTest
    @CsvSource({"jssip, 1000", "sip, 1001"})
    void meetsADeskPhone(String client, String room) {
        try (Baresip ben = Baresip.named("ben").tone(700).start();
                SipPage ann = new SipPage(client, gateway, "ann")) {
            ben.call(gateway.uri(room));
            ann.call("sip:" + room + "@" + gateway.address());
            soon("both are on the roster", ann, () -> gateway.inRoom(room) == 2);
            soon("ben hears ann", ann, () -> hears(ben));
            soon("ann hears ben", ann, () -> ann.hears(700) > -40);

            ann.hold(true);
            soon("the roster says held", ann, () -> gateway.held(room) == 1);
            soon("ben hears ann no longer", ann, () -> !hears(ben));
            ann.hold(false);
            soon("and then not held", ann, () -> gateway.held(room) == 0);
            soon("ben hears ann again", ann, () -> hears(ben));

            ann.press("*6");
            soon("the roster says muted", ann, () -> gateway.muted(room) == 1);
            ann.write("sip:" + room + "@" + gateway.address(), "hello");
            soon("its text was taken", ann, () -> ann.log().contains("text taken"));

            ann.hangUp();
            soon("ann is gone", ann, () -> gateway.inRoom(room) == 1);
            ann.call("sip:" + room + "@" + gateway.address());
            soon("ann is back", ann, () -> gateway.inRoom(room) == 2);
            gateway.hangUp(seat(room));
            soon("ann was hung up on", ann, () -> ann.state().equals("over"));
            assertEquals(1, gateway.inRoom(room));
            ben.hangUp();
        }
    }
}
