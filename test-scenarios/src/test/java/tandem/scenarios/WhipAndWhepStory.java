package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.WhipPage;

/**
 * A WHIP publisher and a WHEP player of another project, unchanged, in a room with a desk phone: the publisher is heard by both, the
 * player hears the phone too and is not heard, ICE restarts, and leaving empties the seats.
 */
class WhipAndWhepStory {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static void soon(String sentence, WhipPage page, BooleanSupplier fact) {
        Patience.require(() -> sentence + "\n" + page.log(), SOON, fact);
    }

    private static double hears(Baresip phone) {
        return phone.heard().last(1000).meter(1000).levelDb();
    }

    @ParameterizedTest
    @ValueSource(strings = {"behind", "before"})
    void aPublisherIsHeardByAPhoneAndByAPlayer(String picture) {
        try (GatewayProcess gateway = GatewayProcess.start();
                Baresip ben = Baresip.named("ben").tone(700).start();
                WhipPage studio = new WhipPage(gateway);
                WhipPage radio = new WhipPage(gateway)) {
            ben.call(gateway.uri("1000"));
            studio.publish("1000", picture);
            radio.play("1000");
            soon("all three are on the roster", studio, () -> gateway.inRoom("1000") == 3);
            soon("ben hears the studio", studio, () -> hears(ben) > -26);
            soon("the radio plays the studio", radio, () -> radio.hears(1000) > -40);
            soon("the radio plays ben", radio, () -> radio.hears(700) > -40);

            String before = studio.iceName();
            assertNotEquals(before, studio.restart());
            soon(
                    "it is connected by the new names",
                    studio,
                    () -> studio.state().equals("connected"));
            soon("ben hears the studio after the restart", studio, () -> hears(ben) > -26);
            assertEquals(0, gateway.held("1000"));

            studio.stop();
            soon("the studio's seat is empty", studio, () -> gateway.inRoom("1000") == 2);
            soon("ben hears it no longer", studio, () -> hears(ben) < -60);
            radio.stop();
            soon("the radio's seat is empty", radio, () -> gateway.inRoom("1000") == 1);
            assertTrue(ben.inCall());
            assertFalse(studio.log().contains("rejected"), studio.log());
            assertFalse(radio.log().contains("rejected"), radio.log());
        }
    }
}
