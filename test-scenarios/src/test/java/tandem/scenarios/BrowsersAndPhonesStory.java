package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.Cable;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;
import tandem.scenarios.kit.Words;

/** Browsers and phones in one room: everybody hears everybody; who loses the network comes back to the same seat; a closed tab is gone. */
class BrowsersAndPhonesStory {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration TALK = Duration.ofSeconds(7);
    private static final long LOOKED_AT_MS = 5_000;

    private static GatewayProcess gateway;
    private static Browser browser;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
    }

    @Test
    void everyoneHearsEveryoneAndNobodyHimself() {
        Undisturbed.tell(ears -> {
            try (Baresip dan = Baresip.named("dan")
                            .codec(Baresip.Codec.PCMA)
                            .tone(450)
                            .start();
                    Baresip eve = Baresip.named("eve")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start();
                    RoomPage ann = browser.person("Ann").tone(1000).opens(gateway, "1000");
                    RoomPage ben = browser.person("Ben").tone(1350).opens(gateway, "1000");
                    RoomPage cid = browser.person("Cid").tone(1700).opens(gateway, "1000")) {
                dan.call(gateway.uri("1000"));
                eve.call(gateway.uri("1000"));
                ann.joins();
                ben.joins();
                cid.joins();
                cid.require("five are on the list", () -> cid.people() == 5);
                ears.listen(TALK);
                Map<Double, Wav> heard = new LinkedHashMap<>();
                heard.put(450.0, dan.heard());
                heard.put(700.0, eve.heard());
                heard.put(1000.0, ann.heard());
                heard.put(1350.0, ben.heard());
                heard.put(1700.0, cid.heard());
                heard.forEach((hz, wav) -> heard.keySet().forEach(other -> assertHears(hz, wav, other)));
                cid.picture("five-in-a-room");
            }
        });
    }

    private static void assertHears(double listener, Wav heard, double speaker) {
        long end = heard.ms() - 300;
        Wav talk = heard.between(end - LOOKED_AT_MS, end);
        String words = "who says " + listener + " Hz hears " + speaker + " Hz";
        assertTrue(talk.ms() > LOOKED_AT_MS - 500, () -> words + ": recorded " + heard.ms() + " ms");
        if (listener == speaker) {
            double own = talk.meter(speaker).loudestDb();
            assertTrue(own < -40, () -> words + " at " + own + " dB");
        } else {
            ToneMeter tone = talk.meter(speaker);
            double level = tone.levelDb();
            int gap = tone.longestGapMs(-26);
            assertEquals(-20, level, 2, () -> words + " at " + level + " dB"); // Opus shares its bits among four tones
            assertTrue(gap <= 60, () -> words + " with a gap of " + gap + " ms");
        }
    }

    @ParameterizedTest
    @CsvSource({"1001, false", "1002, true"})
    void whoseNetworkWasGoneForTenSecondsComesBackToTheSeat(String room, boolean connectionsBreak) {
        try (Cable cable = new Cable(gateway);
                Baresip ben = Baresip.named("ben").tone(700).start();
                RoomPage cid = browser.person("Cid").tone(1350).opens(gateway, room);
                RoomPage ann = browser.person("Ann").tone(1000).by(cable).opens(gateway, room)) {
            ben.call(gateway.uri(room));
            cid.joins();
            ann.joins();
            ann.require("she hears both", () -> ann.hears(700) && ann.hears(1350));
            String seat = ann.id();

            cable.cut();
            if (connectionsBreak) {
                cable.breakConnections();
            }
            Patience.pass(SOON);
            ann.require("the page says so", () -> ann.banner().equals(Words.of("banner.reconnecting")));
            assertEquals(3, gateway.inRoom(room));
            cable.mend();

            ann.require("and that she is back", () -> ann.banner().equals(Words.of("banner.back")));
            assertEquals(seat, ann.id());
            assertEquals(3, gateway.inRoom(room));
            assertTrue(gateway.roster(room).stream()
                    .anyMatch(one -> one.required("id").asText().equals(seat)));
            ann.forget();
            ann.require("she hears both again", () -> ann.hears(700) && ann.hears(1350));
            cid.require("Cid hears her again", () -> cid.hears(1000));
            Patience.require(
                    "Ben hears her again",
                    SOON,
                    () -> ben.heard().last(1000).meter(1000).levelDb() > -23);
            ben.hangUp();
        }
    }

    @Test
    void whoClosesTheTabHasLeft() {
        try (RoomPage ann = browser.person("Ann").tone(1000).opens(gateway, "1003");
                RoomPage ben = browser.person("Ben").tone(700).opens(gateway, "1003")) {
            ann.joins();
            ben.joins();
            ben.require("two are on the list", () -> ben.people() == 2);
            ann.closeTab();
            ben.require("Ann has left", Duration.ofSeconds(5), () -> ben.people() == 1);
            assertEquals(1, gateway.inRoom("1003"));
        }
    }
}
