package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.LossyNet;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/** The kit without the gateway: what one phone plays, another hears, at the level and without a gap. */
class PhonesTalkDirectlyTest {
    @ParameterizedTest
    @EnumSource(Baresip.Codec.class)
    void baresipHearsBaresip(Baresip.Codec codec) {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann").codec(codec).tone(1000).start();
                    Baresip ben = Baresip.named("ben").codec(codec).tone(700).start()) {
                ann.call(ben.uri());
                ears.listen(Duration.ofSeconds(3));
                ann.hangUp();
                Patience.require("both have hung up", Duration.ofSeconds(3), () -> !ann.inCall() && !ben.inCall());
                assertHeard(ben.heard(), 1000);
                assertHeard(ann.heard(), 700);
            }
        });
    }

    @Test
    void linphonecHearsBaresipAndTheOtherWayRound() {
        Undisturbed.tell(ears -> {
            try (Linphonec ann = new Linphonec(1000, false);
                    Baresip ben = Baresip.named("ben").tone(700).start()) {
                ann.call(ben.uri());
                ears.listen(Duration.ofSeconds(3));
                ann.press("5");
                Patience.require("the key arrived", Duration.ofSeconds(3), () -> ben.said("received event: '5'"));
                ann.hangUp();
                Patience.require("both have hung up", Duration.ofSeconds(3), () -> !ann.inCall() && !ben.inCall());
                assertHeard(ben.heard(), 1000);
                assertHeard(ann.heard(), 700);
            }
        });
    }

    @Test
    void aLossyNetLosesItsShareOfWhatPassesIt() {
        try (Baresip ben = Baresip.named("ben").tone(700).start();
                LossyNet net = new LossyNet(ben.socketAddress(), 42);
                Baresip ann =
                        Baresip.named("ann").tone(1000).proxy(net.sipAddress()).start()) {
            net.mediaWeather(new LossyNet.Weather(0.3, 10, 60, 0.02));
            ann.call(ben.uri());
            Patience.pass(Duration.ofSeconds(4));
            double share = (double) net.lost() / (net.lost() + net.passed());
            assertTrue(net.passed() > 200, "RTP went through: " + net.passed());
            assertEquals(0.3, share, 0.12); // losses come in bursts, of some 400 packets
            ann.hangUp();
        }
    }

    private static void assertHeard(Wav heard, double hz) {
        ToneMeter meter = heard.between(500, 2500).meter(hz);
        assertEquals(-20, meter.levelDb(), 1.0);
        assertTrue(meter.longestGapMs(-26) <= 60, "gap of " + meter.longestGapMs(-26) + " ms");
        assertTrue(heard.ms() > 2500, "recorded " + heard.ms() + " ms");
    }
}
