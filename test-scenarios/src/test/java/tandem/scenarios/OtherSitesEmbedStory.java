package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.ClientPage;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Site;

/** Pages of other sites use /client.mjs: those of a site that http.origins names, with a token for the room; no others. */
class OtherSitesEmbedStory {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ROOM = "1400";

    private static Site named;
    private static Site stranger;
    private static GatewayProcess gateway;
    private static Browser browser;

    @BeforeAll
    static void start() {
        named = new Site();
        stranger = new Site();
        gateway = GatewayProcess.startFor(named.origin());
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
        named.close();
        stranger.close();
    }

    @Test
    void withATokenItsPageIsInTheRoom() {
        try (ClientPage ann = browser.person("Ann").tone(1000).visits(named.origin());
                RoomPage ben = browser.person("Ben").tone(700).opens(gateway, ROOM, gateway.pass(ROOM, HOUR))) {
            ben.joins();
            assertEquals("", ann.connects(gateway, ROOM, gateway.pass(ROOM, HOUR)));
            ben.require("Ann is on the list", () -> ben.shows(RoomPage.row("Ann")));
            ben.require("Ben hears Ann", () -> ben.hears(1000));
            Patience.require("Ann hears Ben", SOON, () -> ann.hears(700));
            ben.writes("good morning");
            Patience.require("Ann reads Ben", SOON, () -> ann.chat().contains("Ben: good morning"));
            ann.writes("and to you");
            ben.require("Ben reads Ann", () -> ben.text("#chat-log").contains("and to you"));
            ann.leaves();
            ben.require("Ann has left", () -> ben.people() == 1);
        }
    }

    @Test
    void aPhoneHearsItToo() {
        try (ClientPage ann = browser.person("Ann").tone(1000).visits(named.origin());
                Baresip ben = Baresip.named("ben").tone(700).start()) {
            assertEquals("", ann.connects(gateway, "1000", gateway.pass("1000", HOUR)));
            ben.call(gateway.uri("1000"));
            Patience.require(
                    "Ben hears Ann",
                    SOON,
                    () -> ben.heard().last(1000).meter(1000).levelDb() > -23);
            Patience.require("Ann hears Ben", SOON, () -> ann.hears(700));
            ben.hangUp();
        }
    }

    @Test
    void withoutATokenItIsNot() {
        try (ClientPage ann = browser.person("Ann").tone(1000).visits(named.origin())) {
            assertEquals("token-needed", ann.connects(gateway, ROOM, ""));
            assertEquals("token-wrong", ann.connects(gateway, ROOM, gateway.pass("1401", HOUR)));
            assertEquals(0, gateway.inRoom(ROOM));
        }
    }

    @Test
    void aSiteThatIsNotNamedGetsNeitherTheScriptNorASocket() {
        try (ClientPage ann = browser.person("Ann").tone(1000).visits(stranger.origin())) {
            assertEquals("script", ann.connects(gateway, ROOM, gateway.pass(ROOM, HOUR)));
            assertFalse(ann.opensSocket(gateway, ROOM));
            assertEquals(0, gateway.inRoom(ROOM));
        }
        try (ClientPage ann = browser.person("Ann").tone(1000).visits(named.origin())) {
            assertEquals(true, ann.opensSocket(gateway, ROOM));
        }
    }
}
