package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tandem.base.Clock;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Words;

/** The gateway is ended and started again: browsers are told why they wait, and are back in the room without anybody's doing. */
class BrowsersSurviveARestartStory {
    @Test
    void theyAreToldTheReasonAndComeBackByThemselves() {
        try (GatewayProcess gateway = GatewayProcess.start();
                Browser browser = Browser.start();
                RoomPage ann = browser.person("Ann").tone(1000).opens(gateway, "1000");
                RoomPage ben = browser.person("Ben").tone(700).opens(gateway, "1000")) {
            ann.joins();
            ben.joins();
            ben.require("two are on the list", () -> ben.people() == 2);
            ben.click("#mute");
            ann.require("Ben is muted", () -> ann.shows(RoomPage.row("Ben") + " .tag.muted"));

            long start = Clock.system().nowNs();
            gateway.terminate();
            ann.require("the page says why", () -> ann.banner().equals(Words.of("banner.shutdown")));
            ben.require("the page says why", () -> ben.banner().equals(Words.of("banner.shutdown")));
            assertEquals(OptionalInt.of(0), gateway.exit(Duration.ofSeconds(8)));
            double seconds = (Clock.system().nowNs() - start) / 1e9;
            assertTrue(seconds < 5, "took " + seconds + " s");
            ann.picture("gateway-is-restarting");
            gateway.restart();

            ann.require(
                    "Ann is back", Duration.ofSeconds(20), () -> ann.banner().isEmpty() && ann.people() == 2);
            ben.require(
                    "Ben is back", Duration.ofSeconds(20), () -> ben.banner().isEmpty() && ben.people() == 2);
            ann.require("Ben is still muted", () -> ann.shows(RoomPage.row("Ben") + " .tag.muted"));
            ben.forget();
            ben.require("Ben hears Ann again", () -> ben.hears(1000));
        }
    }
}
