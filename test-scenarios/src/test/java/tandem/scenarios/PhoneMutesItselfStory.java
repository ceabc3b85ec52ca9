package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Phone;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.ToneMeter;

/** A phone presses *6: the roster says it is muted, nobody hears it, and pressed once more it is back. */
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
            mutes("1000", ann);
        }
    }

    @Test
    void byRfc4733FromLinphone() {
        try (Linphonec ann = new Linphonec(1000, false)) {
            mutes("1001", ann);
        }
    }

    @Test
    void byInfoFromLinphone() {
        try (Linphonec ann = new Linphonec(1000, true)) {
            mutes("1002", ann);
        }
    }

    private static void mutes(String room, Phone ann) {
        try (Baresip ben = Baresip.named("ben").tone(700).start()) {
            ann.call(gateway.uri(room));
            ben.call(gateway.uri(room));
            Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 2);
            Patience.require("ben hears ann", Duration.ofSeconds(8), () -> levelOfTheLastSecond(ben) > -23);
            ann.press("*6");
            Patience.require("the roster says muted", Duration.ofSeconds(5), () -> gateway.muted(room) == 1);
            Patience.pass(Duration.ofMillis(2500));
            assertTrue(levelOfTheLastSecond(ben) < -60, "ben hears nothing of ann at " + levelOfTheLastSecond(ben));
            ann.press("*6");
            Patience.require("the roster says it no longer", Duration.ofSeconds(5), () -> gateway.muted(room) == 0);
            Patience.require("ben hears ann again", Duration.ofSeconds(5), () -> levelOfTheLastSecond(ben) > -23);
            ann.hangUp();
            ben.hangUp();
        }
    }

    private static double levelOfTheLastSecond(Baresip phone) {
        long end = phone.heard().ms();
        return new ToneMeter(phone.heard().between(end - 1000, end), 1000).levelDb();
    }

    @Test
    void byRfc4733FromSipp() {
        mutesBySipp("1003", "dtmf-star6");
    }

    @Test
    void byInfoFromSipp() {
        mutesBySipp("1004", "dtmf-info-star6");
    }

    private static void mutesBySipp(String room, String scenario) {
        try (Sipp ann = Sipp.scenario(scenario).to(gateway.address()).user(room).start()) {
            Patience.require("the roster says muted", Duration.ofSeconds(8), () -> gateway.muted(room) == 1);
            Patience.require(
                    "and then no longer",
                    Duration.ofSeconds(10),
                    () -> gateway.muted(room) == 0 && gateway.inRoom(room) == 1);
            ann.succeed();
        }
    }
}
