package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;

/** A gateway that was killed knows where its devices are when it is back, before they have said anything. */
class RegistrationsOutliveTheGatewayStory {
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void aPhoneIsCalledThatRegisteredBeforeTheGatewayWasKilled() {
        try (GatewayProcess gateway = GatewayProcess.startWith(
                        "  - {name: desk phones, when: {to: '10\\d'}, go: {device: '$0'}}\n",
                        "devices: [{user: '101', password: correct horse}, {user: '102', password: battery staple}]");
                Baresip ben = Baresip.named("102")
                        .registered(gateway.address(), "battery staple")
                        .tone(700)
                        .start();
                Baresip ann = Baresip.named("ann").start()) {
            Patience.require(() -> "ben is registered\n" + ben.log(), SOON, ben::registered);
            gateway.kill();
            gateway.exit(SOON);
            gateway.restart();
            assertEquals(1, gateway.contacts("102"));
            assertEquals(0, gateway.contacts("101"));
            ann.call(gateway.uri("102"));
            Patience.require(
                    "ann hears ben",
                    SOON,
                    () -> ann.heard().last(700).meter(700).levelDb() > -26);
            ann.hangUp();
        }
    }
}
