package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

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
        Undisturbed.tell(() -> {
            try (Baresip ann = Baresip.named("ann")
                            .tone(1000)
                            .transport(transport)
                            .mediaEncryption(security)
                            .start();
                    Baresip ben = Baresip.named("ben").tone(700).start()) {
                ann.call(gateway.uri(room, transport));
                ben.call(gateway.uri(room));
                Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 2);
                Patience.pass(Duration.ofSeconds(5));
                assertHears("ben", ben.heard(), 1000);
                assertHears("ann", ann.heard(), 700);
                boolean secured = gateway.roster(room).toString().contains("AES_CM");
                assertEquals(
                        !security.equals("none"),
                        secured || gateway.roster(room).toString().contains("AEAD"),
                        gateway.roster(room).toString());
                ann.press("*6");
                Patience.require("the roster says muted", Duration.ofSeconds(5), () -> gateway.muted(room) == 1);
                ann.hangUp();
                ben.hangUp();
            }
        });
    }

    private static void assertHears(String who, Wav heard, double hz) {
        ToneMeter meter = new ToneMeter(heard.between(heard.ms() - 2000, heard.ms()), hz);
        assertEquals(-20, meter.levelDb(), 1.0, who + " hears the other");
        assertTrue(meter.longestGapMs(-23) <= 60, who + " misses " + meter.longestGapMs(-23) + " ms at a time");
    }

    @Test
    void sippCallsOverTcp() {
        Sipp.scenario("room-call")
                .to(gateway.address())
                .user("1010")
                .with("-t", "t1")
                .succeed();
    }
}
