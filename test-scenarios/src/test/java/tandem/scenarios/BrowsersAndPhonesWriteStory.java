package tandem.scenarios;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Sipp;

/** The chat of a room: between browsers, and by MESSAGE to and from a phone that takes it. */
class BrowsersAndPhonesWriteStory {
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

    private static void reads(RoomPage who, String from, String text) {
        who.require("reads '" + text + "'", () -> {
            String log = who.text("#chat-log");
            return log.contains(from) && log.contains(text);
        });
    }

    @Test
    void browsersWriteToEachOther() {
        try (RoomPage ann = browser.person("Ann").opens(gateway, "1000");
                RoomPage ben = browser.person("Ben").opens(gateway, "1000")) {
            ann.joins();
            ben.joins();
            ann.writes("good morning, <b>Ben</b>");
            reads(ben, "Ann", "good morning, <b>Ben</b>");
            reads(ann, "You", "good morning, <b>Ben</b>");
            ben.writes("Доброе утро 早上好");
            reads(ann, "Ben", "Доброе утро 早上好");
        }
    }

    @Test
    void aBrowserWritesToAPhone() {
        try (Linphonec lin = new Linphonec(700, false);
                RoomPage ann = browser.person("Ann").opens(gateway, "1001")) {
            lin.call(gateway.uri("1001"));
            ann.joins();
            ann.require("both are on the list", () -> ann.people() == 2);
            ann.require("all can read", () -> !ann.shows("#chat-reach"));
            ann.writes("good morning");
            Patience.require(
                    () -> "linphone shows the line\n" + lin.log(),
                    Duration.ofSeconds(5),
                    () -> lin.log().contains("Ann: good morning"));
            lin.hangUp();
        }
    }

    @Test
    void aPhoneWritesToBrowsers() {
        try (RoomPage ann = browser.person("Ann").opens(gateway, "1002");
                RoomPage ben = browser.person("Ben").opens(gateway, "1002")) {
            ann.joins();
            ben.joins();
            Sipp.scenario("message-in-dialog")
                    .to(gateway.address())
                    .user("1002")
                    .succeed();
            reads(ann, "sipp", "hello");
            reads(ben, "sipp", "hello");
        }
    }
}
