package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.LossyNet;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;

/** A bad network between a phone and the gateway: the call stays up, its audio suffers, and recovers with the network. */
class LossyCallStory {
    /** A buffer that gives back the delay a storm made it take plays a little faster meanwhile. */
    private static final double RECOVERED = 0.9;

    /** What our jitter buffer saves of it, and what the phone's own does, which gives up more of what comes late. */
    private static final double SAVED_BY_US = 0.4;

    private static final double SAVED_BY_THE_PHONE = 0.2;

    private static final LossyNet.Weather STORM = new LossyNet.Weather(0.3, 20, 100, 0.02);

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "OPUS"})
    void thirtyPercentLossAndHundredMillisecondsOfJitter(Baresip.Codec codec) {
        Undisturbed.tell(ears -> {
            try (GatewayProcess gateway = GatewayProcess.start();
                    LossyNet net = new LossyNet(gateway.socketAddress(), 20_261_120);
                    Baresip ann = Baresip.named("ann")
                            .codec(codec)
                            .tone(1000)
                            .proxy(net.sipAddress())
                            .start();
                    Baresip ben = Baresip.named("ben").codec(codec).tone(700).start()) {
                ann.call(gateway.uri("1000"));
                ben.call(gateway.uri("1000"));
                Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom("1000") == 2);
                ears.listen(Duration.ofSeconds(5));
                assertBothHear(ann, ben, 1500, "before the storm");
                net.mediaWeather(STORM);
                ears.listen(Duration.ofSeconds(8));
                assertSomeCameThrough("ann's tone", ben.heard().last(5000).meter(1000), SAVED_BY_US);
                assertSomeCameThrough("ben's tone", ann.heard().last(5000).meter(700), SAVED_BY_THE_PHONE);
                assertTrue(ann.inCall() && ben.inCall(), "both are still in the call");
                net.mediaWeather(LossyNet.Weather.FINE);
                ears.listen(Duration.ofSeconds(8));
                assertBothHear(ann, ben, 3000, "after the storm");
                assertEquals(2, gateway.inRoom("1000"));
                assertTrue(net.lost() > 100, "lost " + net.lost());
                ann.hangUp();
                ben.hangUp();
            }
        });
    }

    private static void assertBothHear(Baresip ann, Baresip ben, long lastMs, String when) {
        ben.heard().last(lastMs).meter(1000).assertSteady("ben hears ann " + when, -20, RECOVERED);
        ann.heard().last(lastMs).meter(700).assertSteady("ann hears ben " + when, -20, RECOVERED);
    }

    private static void assertSomeCameThrough(String what, ToneMeter meter, double least) {
        assertTrue(meter.share(-26) > least, "of " + what + " " + meter.share(-26) + " came through the storm");
    }

    @Test
    void signallingOverALossyNetGetsThere() {
        try (GatewayProcess gateway = GatewayProcess.start();
                LossyNet net = new LossyNet(gateway.socketAddress(), 5)) {
            net.sipWeather(new LossyNet.Weather(0.3, 10, 100, 0.1));
            try (Baresip ann =
                    Baresip.named("ann").tone(1000).proxy(net.sipAddress()).start()) {
                ann.call(gateway.uri("1000"));
                Patience.require("it is in the room", Duration.ofSeconds(10), () -> gateway.inRoom("1000") == 1);
                ann.hangUp();
                Patience.require("it has left the room", Duration.ofSeconds(20), () -> gateway.inRoom("1000") == 0);
            }
        }
    }
}
