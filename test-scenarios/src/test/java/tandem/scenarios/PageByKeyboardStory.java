package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Words;

/** The page without a mouse, before axe-core, which looks for what screen readers and weak eyes stumble over, and on a phone's width. */
class PageByKeyboardStory {
    private static final int MOST_TABS = 25;

    private static final String NOT_BEHIND_THE_CONTROLS = """
            () => document.getElementById('chat-text').getBoundingClientRect().bottom
                <= document.querySelector('.controls').getBoundingClientRect().top""";

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

    private static void tabTo(RoomPage page, String id) {
        for (int i = 0; i < MOST_TABS && !page.focus().equals(id); i++) {
            page.press("Tab");
        }
        assertEquals(id, page.focus());
    }

    @Test
    void fromTheLobbyIntoTheRoomAndOutAgain() {
        try (RoomPage ben = browser.person("Ben").opens(gateway, "1000");
                RoomPage ann = browser.person("Ann").opens(gateway, "1000")) {
            ben.joins();
            ann.requireStage("lobby");
            assertEquals("name", ann.focus());
            ann.press("Enter");
            ann.require("it asks for a name", () -> ann.text("#name-trouble").equals(Words.of("lobby.name-missing")));
            ann.type("Ann");
            tabTo(ann, "join");
            ann.press("Enter");
            ann.requireStage("room");
            ann.require("the microphone is on", () -> ann.text("#mute").equals(Words.of("mute")));

            assertEquals("mute", ann.focus());
            ann.press("m");
            ben.require("Ann is muted", () -> ben.shows(RoomPage.row("Ann") + " .tag.muted"));
            ann.press("Enter");
            ben.require("and no longer", () -> !ben.shows(RoomPage.row("Ann") + " .tag.muted"));
            ann.press("h");
            ben.require("Ann has a question", () -> ben.shows(RoomPage.row("Ann") + " .tag.hand"));

            tabTo(ann, "chat-text");
            ann.type("may I, hm?");
            ann.press("Enter");
            ben.require("Ben reads it", () -> ben.text("#chat-log").contains("may I, hm?"));
            assertTrue(ben.shows(RoomPage.row("Ann") + " .tag.hand"), "letters of the chat are no keys");

            tabTo(ann, "leave");
            ann.press("Enter");
            ann.requireStage("trouble");
            assertEquals(Words.of("cause.normal"), ann.text("#trouble-title"));
            ben.require("Ann has left", () -> ben.people() == 1);
            ann.press("Tab");
            ann.press("Enter");
            ann.requireStage("room");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 360})
    void nothingSeriousStandsInTheWayOfAnybody(int width) {
        String room = width == 360 ? "1002" : "1001";
        try (Baresip ben = Baresip.named("ben").tone(700).start();
                RoomPage host = browser.person("Cid").opens(gateway, room);
                RoomPage ann = browser.person("Ann").width(width).opens(gateway, room)) {
            ben.call(gateway.uri(room));
            host.joins();
            ann.requireStage("lobby");
            ann.require("the microphone is there", () -> ann.shows("#lobby-microphone .meter"));
            looksWell(ann, width, "lobby");
            ann.joins();
            ann.require("three are on the list", () -> ann.people() == 3);
            ann.press("h");
            host.writes("Good morning, all of you who are here today, in one long line of text to be broken");
            ann.writes("Good morning, Cid");
            ann.require("the chat is there", () -> ann.text("#chat-log").contains("Good morning, Cid"));
            looksWell(ann, width, "room");
            ann.press("Shift+Tab");
            tabTo(ann, "chat-text");
            assertEquals(true, ann.run(NOT_BEHIND_THE_CONTROLS), "where one writes is in sight");
            looksWell(ann, width, "chat");
            ann.click("#settings-open");
            looksWell(ann, width, "settings");
            ann.press("Escape");
            ann.click("#keypad-open");
            looksWell(ann, width, "keypad");
            ann.press("Escape");
            ann.click("#invite-open");
            looksWell(ann, width, "invite");
            ann.press("Escape");
            ann.click("#leave");
            ann.requireStage("trouble");
            looksWell(ann, width, "trouble");
            ben.hangUp();
        }
    }

    /** No finding of axe-core's that is serious or critical, by day and by night, and nothing that is wider than the screen. */
    private static void looksWell(RoomPage page, int width, String what) {
        for (String light : List.of("light", "dark")) {
            page.colours(light);
            assertEquals(List.of(), page.findings(), () -> what + ", " + light);
            page.picture(what + "-" + width + "-" + light);
        }
        Object wide = page.run("() => document.documentElement.scrollWidth");
        assertTrue(Integer.parseInt(String.valueOf(wide)) <= width, () -> what + " is " + wide + " wide");
    }
}
