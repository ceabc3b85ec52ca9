package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.Cable;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Wav;
import tandem.scenarios.kit.Words;

/** Guests wait for their host with music, callers knock at a lobby, and hosts rule their room by page and by phone. */
class RoomsWithHostsStory {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final double[] NOTES = {
        261.63, 329.63, 349.23, 392, 440, 493.88, 523.25, 587.33, 659.25, 698.46, 783.99, 880
    };

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

    private static Baresip phone(String name, double hz) {
        return Baresip.named(name).tone(hz).start();
    }

    /** Notes one after the other, and nothing of a voice beside them. */
    private static boolean music(Wav heard) {
        Wav last = heard.last(1_500);
        double notes =
                Arrays.stream(NOTES).map(hz -> last.meter(hz).levelDb()).max().orElse(-130);
        double beside =
                Math.max(last.meter(2_100).loudestDb(), last.meter(2_500).loudestDb());
        return last.ms() > 1_400 && notes > -40 && beside < -45;
    }

    /** Somebody speaks, beside a tone of 450 Hz: it sounds where no tone does. */
    private static boolean voice(Wav heard) {
        Wav last = heard.last(1_500);
        return last.ms() > 1_400
                && DoubleStream.of(230, 650, 1_150, 1_700, 2_300)
                        .anyMatch(hz -> last.meter(hz).loudestDb() > -40);
    }

    private static void requireHears(Baresip who, double hz) {
        Patience.require(
                who.log() + "\nhears " + hz + " Hz",
                SOON,
                () -> who.heard().last(1_000).meter(hz).levelDb() > -23);
    }

    private static String door(String who) {
        return "#door-list > li:has(.name:text-is(\"" + who + "\"))";
    }

    private static void entersPin(RoomPage page, String pin) {
        page.require("it asks", () -> page.shows("#pin-dialog[open]"));
        page.fill("#pin", pin);
        page.press("Enter");
    }

    private static String button(String words) {
        return "#hosting button:has-text(\"" + Words.of(words) + "\")";
    }

    @Test
    void aGuestWaitsWithMusicUntilTheHostIsThereWhoRulesTheRoomFromThePage() {
        gateway.open(
                "{\"name\": \"1300\", \"title\": \"Monday round\", \"host-pin\": \"9999\", \"guest-pin\": \"1111\"}");
        try (Baresip dan = phone("dan", 700);
                Baresip eve = phone("eve", 450);
                RoomPage cid = browser.person("Cid").tone(1350).width(360).opens(gateway, "1300");
                RoomPage ann = browser.person("Ann").tone(1000).width(1280).opens(gateway, "1300")) {
            dan.call(gateway.uri("1300"));
            dan.press("1111#");
            Patience.require("dan waits", SOON, () -> gateway.waiting("1300") == 1);
            entersPin(cid.asksToJoin(), "1111");
            cid.require("the page says so", () -> cid.text("#waiting-title").equals(Words.of("waiting.host")));
            cid.picture("waiting-for-host-360");
            Patience.require("dan hears music", Duration.ofSeconds(15), () -> music(dan.heard()));
            cid.require("so does Cid", () -> music(cid.heard()));

            entersPin(ann.asksToJoin(), "9999");
            ann.requireStage("room");
            cid.requireStage("room");
            ann.require("three are on the list", () -> ann.people() == 3);
            cid.forget();
            requireHears(dan, 1000);
            requireHears(dan, 1350);
            cid.require("Cid hears both", () -> cid.hears(1000) && cid.hears(700));
            Patience.require("the music is over", SOON, () -> !music(dan.heard()));

            cid.click("#hand");
            ann.require("Cid's hand is up", () -> ann.shows(RoomPage.row("Cid") + " .tag.hand"));
            dan.press("*1");
            ann.require(
                    "dan's too, after Cid's",
                    () -> ann.text(RoomPage.row("dan") + " .tag.hand").endsWith("2"));
            ann.picture("hands-1280");
            ann.click(RoomPage.row("Cid") + " button:has-text(\"" + Words.of("host.lower-hand") + "\")");
            ann.require("Cid's is down", () -> !ann.shows(RoomPage.row("Cid") + " .tag.hand"));

            ann.click(button("host.mute-guests"));
            Patience.require("all guests are muted", SOON, () -> gateway.muted("1300") == 2);
            dan.press("*6");
            Patience.require("dan may speak again", SOON, () -> gateway.muted("1300") == 1);

            ann.click(button("host.lock"));
            ann.require("it is locked", () -> ann.shows("#room-locked"));
            eve.call(gateway.uri("1300"));
            eve.press("1111#");
            Patience.require("eve is told so and hung up on", SOON, () -> !eve.inCall());
            assertEquals("room-locked", gateway.callTo("1300").required("cause").asText());

            ann.click(button("host.end"));
            ann.click("#sure-yes");
            ann.requireStage("trouble");
            cid.requireStage("trouble");
            assertEquals(Words.of("cause.room-ended"), cid.text("#trouble-title"));
            Patience.require("dan is told and hung up on", SOON, () -> !dan.inCall());
        }
    }

    @Test
    void whoKnocksIsLetInOrTurnedAwayFromThePage() {
        gateway.open("{\"name\": \"1301\", \"lobby\": \"all\"}");
        try (Cable cable = new Cable(gateway);
                Baresip dan = phone("dan", 700);
                RoomPage ann = browser.person("Ann").tone(1000).width(360).opens(gateway, "1301");
                RoomPage cid =
                        browser.person("Cid").tone(1350).width(1280).by(cable).opens(gateway, "1301")) {
            ann.joins();
            dan.call(gateway.uri("1301"));
            ann.require("dan is at the door", () -> ann.shows(door("dan")));
            cid.asksToJoin();
            cid.require("the page says so", () -> cid.text("#waiting-title").equals(Words.of("waiting.admission")));
            ann.require("so is Cid", () -> ann.text("#door-title").equals(Words.of("door.title", 2)));
            ann.picture("door-360");
            cid.picture("knocking-1280");
            assertEquals(0, ann.findings().size(), () -> ann.findings().toString());
            String before = ann.idAt(door("Cid"));
            cable.breakConnections();
            ann.require(
                    "whose line broke knocks again",
                    () -> ann.shows(door("Cid")) && !ann.idAt(door("Cid")).equals(before));
            ann.click(door("dan") + " button.primary");
            ann.require("dan is in", () -> ann.people() == 2);
            requireHears(dan, 1000);
            ann.click(door("Cid") + " button:not(.primary)");
            cid.requireStage("trouble");
            assertEquals(Words.of("cause.not-let-in"), cid.text("#trouble-title"));
            ann.require("nobody is at the door", () -> !ann.shows("#door"));
            ann.colours("dark");
            cid.click("#trouble-actions button");
            cid.asksToJoin();
            ann.require("Cid knocks again", () -> ann.shows(door("Cid")));
            ann.picture("door-dark-360");
            cid.click("#waiting-cancel");
            ann.require("and has given up", () -> !ann.shows("#door"));
            dan.hangUp();
        }
    }

    @Test
    void aHostOnAPhoneHearsKnockingAndLetsInByKeys() {
        gateway.open("{\"name\": \"1302\", \"lobby\": \"all\"}");
        try (Baresip dan = phone("dan", 700);
                Baresip eve = phone("eve", 450)) {
            dan.call(gateway.uri("1302"));
            Patience.require("dan is in", SOON, () -> gateway.inRoom("1302") == 1);
            eve.call(gateway.uri("1302"));
            Patience.require("eve waits", SOON, () -> gateway.waiting("1302") == 1);
            Patience.require(
                    "dan hears three taps",
                    SOON,
                    () -> dan.heard().last(3_000).meter(880).share(-30) > 0);
            dan.press("*2");
            Patience.require("eve is in", SOON, () -> gateway.waiting("1302") == 0 && gateway.inRoom("1302") == 2);
            requireHears(eve, 700);
            requireHears(dan, 450);
            Patience.require("nothing is said", SOON, () -> !voice(dan.heard()));
            dan.press("*9");
            Patience.require("dan is told who is here", SOON, () -> voice(dan.heard()));
            assertFalse(voice(eve.heard()), "and nobody else");
            dan.press("##");
            Patience.pass(Duration.ofMillis(500));
            assertEquals(2, gateway.inRoom("1302"), "it is asked whether that is meant");
            dan.press("#");
            Patience.require("both are told and hung up on", SOON, () -> !dan.inCall() && !eve.inCall());
        }
    }

    @Test
    void whereHostsAloneHaveAPinAGuestNeedsNone() {
        gateway.open("{\"name\": \"1304\", \"host-pin\": \"9999\"}");
        try (RoomPage cid = browser.person("Cid").width(360).opens(gateway, "1304")) {
            cid.asksToJoin();
            cid.require("it asks hosts", () -> cid.text("#pin-title").equals(Words.of("pin.title-hosts")));
            cid.picture("pin-of-hosts-360");
            cid.click("#pin-guest");
            cid.require("Cid waits", () -> cid.text("#waiting-title").equals(Words.of("waiting.host")));
        }
    }

    @Test
    void aRoomCallsItsHostWhenTheFirstOneIsIn() {
        try (Baresip dan = phone("dan", 700);
                Baresip fay = phone("fay", 450)) {
            gateway.open("{\"name\": \"1303\", \"dial\": [{\"to\": \"" + fay.uri() + "\", \"role\": \"host\"}]}");
            dan.call(gateway.uri("1303"));
            requireHears(fay, 700);
            requireHears(dan, 450);
            assertEquals(
                    "host", gateway.roster("1303").getLast().required("role").asText());
            dan.hangUp();
            Patience.require("fay is not left alone", Duration.ofSeconds(15), () -> !fay.inCall());
        }
    }
}
