package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Camera;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Picture;

/** Video of a call between two phones goes from one to the other as it is, whatever protects each side. */
class TwoPhonesSeeEachOtherStory {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @CsvSource({"VP8, none, none", "H264, none, none", "VP8, srtp-mand, none", "H264, dtls_srtp, none"})
    void eachSeesTheOther(Camera.Codec codec, String protectedA, String protectedB) {
        try (Baresip ben = Baresip.named("ben")
                        .tone(700)
                        .camera(new Camera("blue", codec))
                        .mediaEncryption(protectedB)
                        .start();
                GatewayProcess gateway = GatewayProcess.startWith(
                        GatewayProcess.rule("ben", ben.socketAddress().getPort()));
                Baresip ann = Baresip.named("ann")
                        .tone(1000)
                        .camera(new Camera("red", codec))
                        .mediaEncryption(protectedA)
                        .start()) {
            ann.call(gateway.uri("ben"));
            requireSees(ann, "blue");
            requireSees(ben, "red");
            Patience.require(
                    "they hear each other",
                    SOON,
                    () -> ann.heard().last(700).meter(700).levelDb() > -26
                            && ben.heard().last(700).meter(1000).levelDb() > -26);
            ann.sees().ifPresent(picture -> picture.keep("video-" + codec));
            ann.hangUp();
            Patience.require("both have hung up", SOON, () -> !ann.inCall() && !ben.inCall());
            assertEquals(0, gateway.callsLeft());
        }
    }

    private static void requireSees(Baresip who, String wall) {
        Patience.require(
                () -> who.name() + " sees " + wall + ": " + who.sees().map(Picture::wall) + "\n" + who.log(),
                SOON,
                () -> who.sees().map(Picture::wall).filter(wall::equals).isPresent());
    }
}
