package tandem.scenarios;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;

/**
 * Text from phone to phone in a room, by MESSAGE within the dialog. Outside of one JsSIP writes in {@link SipClientsInBrowsersStory};
 * linphone would too, but leaves the port out of the address, and ours is none it would guess.
 */
class PhonesWriteToEachOtherStory {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Sipp listens(String room, String transport) {
        Sipp ben = Sipp.scenario("message-heard")
                .to(gateway.address())
                .user(room)
                .with("-t", transport)
                .start();
        Patience.require("who listens is in", Duration.ofSeconds(8), () -> gateway.inRoom(room) == 1);
        return ben;
    }

    @ParameterizedTest
    @CsvSource({"1000, u1", "1001, t1"})
    void withinTheDialog(String room, String transport) {
        try (Sipp ben = listens(room, transport)) {
            Sipp.scenario("message-in-dialog")
                    .to(gateway.address())
                    .user(room)
                    .with("-t", transport)
                    .succeed();
            ben.succeed();
        }
    }

    @Test
    void linphoneHearsWhatSippWrites() {
        try (Linphonec ann = new Linphonec(1000, false)) {
            ann.call(gateway.uri("1002"));
            Sipp.scenario("message-in-dialog")
                    .to(gateway.address())
                    .user("1002")
                    .succeed();
            Patience.require(
                    () -> "linphone shows the line\n" + ann.log(),
                    Duration.ofSeconds(5),
                    () -> ann.log().contains("sipp: hello"));
            ann.hangUp();
        }
    }
}
