package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.LossyNet;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;

/** A bad network between a phone and the gateway: the call stays up, its audio suffers, and recovers with the network. */
class LossyCallStory {
    private static final LossyNet.Weather STORM = new LossyNet.Weather(0.3, 20, 100, 0.02);

    @Test
    void thirtyPercentLossAndHundredMillisecondsOfJitter() {
        Undisturbed.tell(() -> {
            try (GatewayProcess gateway = GatewayProcess.start();
                    LossyNet net = new LossyNet(gateway.socketAddress(), 20_261_120);
                    Baresip ann = Baresip.named("ann")
                            .tone(1000)
                            .proxy(net.sipAddress())
                            .start();
                    Baresip ben = Baresip.named("ben").tone(700).start()) {
                ann.call(gateway.uri("1000"));
                ben.call(gateway.uri("1000"));
                Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom("1000") == 2);
                Patience.pass(Duration.ofSeconds(5));
                assertEquals(-20, heardByBen(ben, 1500).levelDb(), 1.0);
                net.mediaWeather(STORM);
                Patience.pass(Duration.ofSeconds(8));
                double share = heardByBen(ben, 5000).share(-26);
                assertTrue(share > 0.4, "of the tone " + share + " came through the storm");
                assertTrue(ann.inCall() && ben.inCall(), "both are still in the call");
                net.mediaWeather(LossyNet.Weather.FINE);
                Patience.pass(Duration.ofSeconds(8));
                ToneMeter after = heardByBen(ben, 3000);
                assertEquals(-20, after.levelDb(), 1.0);
                assertTrue(after.longestGapMs(-23) <= 60, "gap of " + after.longestGapMs(-23) + " ms after the storm");
                assertEquals(2, gateway.inRoom("1000"));
                assertTrue(net.lost() > 100, "lost " + net.lost());
                ann.hangUp();
                ben.hangUp();
            }
        });
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

    private static ToneMeter heardByBen(Baresip ben, long lastMs) {
        long end = ben.heard().ms();
        return new ToneMeter(ben.heard().between(end - lastMs, end), 1000);
    }
}
