package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Phone;
import tandem.scenarios.kit.Sipp;

/**
 * A phone presses *6: the roster says it is muted, nobody hears it, and pressed once more it is back. By RFC 4733 and by INFO;
 * Debian's baresip 1.0 knows RFC 4733 only.
 */
class PhoneMutesItselfStory {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void byRfc4733FromBaresip() {
        try (Baresip ann = Baresip.named("ann").tone(1000).start()) {
            mutes("1000", ann, "udp");
        }
    }

    @ParameterizedTest
    @CsvSource({"1001, udp, false", "1002, udp, true", "1003, tcp, false", "1004, tcp, true"})
    void fromLinphone(String room, String transport, boolean keysByInfo) {
        try (Linphonec ann = new Linphonec(1000, keysByInfo)) {
            mutes(room, ann, transport);
        }
    }

    private static void mutes(String room, Phone ann, String transport) {
        try (Baresip ben = Baresip.named("ben").tone(700).start()) {
            ann.call(gateway.uri(room, transport));
            ben.call(gateway.uri(room));
            Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 2);
            requireHeard("ben hears ann", ben);
            ann.press("*6");
            Patience.require("the roster says muted", Duration.ofSeconds(5), () -> gateway.muted(room) == 1);
            requireSilence(ben);
            ann.press("*6");
            Patience.require("the roster says it no longer", Duration.ofSeconds(5), () -> gateway.muted(room) == 0);
            requireHeard("ben hears ann again", ben);
            ann.hangUp();
            ben.hangUp();
        }
    }

    private static void requireHeard(String sentence, Baresip ben) {
        Patience.require(
                sentence,
                Duration.ofSeconds(8),
                () -> ben.heard().last(1000).meter(1000).levelDb() > -23);
    }

    /** What was on its way when the key was read may still come. */
    private static void requireSilence(Baresip ben) {
        Patience.pass(Duration.ofMillis(1800));
        double loudest = ben.heard().last(1000).meter(1000).loudestDb();
        assertTrue(loudest < -60, "ben hears nothing of ann, at " + loudest);
    }

    /** SIPp presses by itself: twice, four seconds apart. */
    @ParameterizedTest
    @CsvSource({"1005, dtmf-star6, u1", "1006, dtmf-info-star6, u1", "1007, dtmf-star6, t1", "1008, dtmf-info-star6, t1"
    })
    void fromSipp(String room, String scenario, String transport) {
        try (Baresip ben = Baresip.named("ben").tone(700).start()) {
            ben.call(gateway.uri(room));
            Patience.pass(Duration.ofSeconds(2));
            try (Sipp ann = Sipp.scenario(scenario)
                    .to(gateway.address())
                    .user(room)
                    .with("-t", transport)
                    .start()) {
                requireHeard("ben hears ann", ben);
                Patience.require("the roster says muted", Duration.ofSeconds(8), () -> gateway.muted(room) == 1);
                requireSilence(ben);
                Patience.require(
                        "and then no longer",
                        Duration.ofSeconds(10),
                        () -> gateway.muted(room) == 0 && gateway.inRoom(room) == 2);
                requireHeard("ben hears ann again", ben);
                ann.succeed();
            }
            ben.hangUp();
        }
    }
}
