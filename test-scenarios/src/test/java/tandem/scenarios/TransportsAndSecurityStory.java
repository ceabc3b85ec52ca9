package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.Undisturbed;

/** A phone joins over each transport and with each way to secure media, is heard, and mutes itself. */
class TransportsAndSecurityStory {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, udp, none",
        "1001, tcp, none",
        "1002, tls, none",
        "1003, udp, srtp-mand",
        "1004, tls, srtp-mand",
        "1005, udp, dtls_srtp",
        "1006, tls, dtls_srtp"
    })
    void isHeardAndMutesItself(String room, String transport, String security) {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann")
                            .tone(1000)
                            .transport(transport)
                            .mediaEncryption(security)
                            .start();
                    Baresip ben = Baresip.named("ben").tone(700).start()) {
                ann.call(gateway.uri(room, transport));
                ben.call(gateway.uri(room));
                Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 2);
                ears.listen(Duration.ofSeconds(5));
                ben.heard().last(2000).meter(1000).assertSteady("ben hears ann", -20);
                ann.heard().last(2000).meter(700).assertSteady("ann hears ben", -20);
                assertSecured(ann, room, security);
                ann.press("*6");
                Patience.require("the roster says muted", Duration.ofSeconds(5), () -> gateway.muted(room) == 1);
                Patience.pass(Duration.ofMillis(1800));
                double muted = ben.heard().last(1000).meter(1000).loudestDb();
                assertTrue(muted < -60, "ben hears nothing of ann, at " + muted);
                ann.hangUp();
                ben.hangUp();
            }
        });
    }

    /** The roster tells a suite for who has one and nothing for who has none; which way the keys came, the phone says. */
    private static void assertSecured(Baresip ann, String room, String security) {
        String suite = security.equals("none") ? "" : "(AES_CM_128_HMAC_SHA1_|AEAD_AES_).*";
        for (JsonNode each : gateway.roster(room)) {
            boolean isAnn = each.required("address").asText().contains("ann");
            String secured = each.required("secured").asText();
            assertTrue(secured.matches(isAnn ? suite : ""), each.toString());
        }
        assertEquals(security.equals("srtp-mand"), ann.said("SRTP is Enabled"), ann.log());
        assertEquals(security.equals("dtls_srtp"), ann.said("DTLS"), ann.log());
    }

    @Test
    void sippCallsOverTcp() {
        try (Sipp ann = Sipp.scenario("room-call")
                .to(gateway.address())
                .user("1010")
                .with("-t", "t1")
                .start()) {
            Patience.require("it is on the roster", Duration.ofSeconds(5), () -> gateway.inRoom("1010") == 1);
            ann.succeed();
            Patience.require("it has left the room", Duration.ofSeconds(5), () -> gateway.inRoom("1010") == 0);
        }
    }
}
