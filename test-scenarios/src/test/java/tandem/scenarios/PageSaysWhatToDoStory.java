package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Words;

/** Something is not as it should be: the page says what, and what to do about it, in words. */
class PageSaysWhatToDoStory {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FOR_TOKENS = "1400";
    private static final String WITH_PIN = "1258";

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
    void whoIsCalledIntoTheRoomRingsAndDeclines() throws IOException {
        try (DatagramSocket phone = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                RoomPage ann = browser.person("Ann").opens(gateway, "1002")) {
            phone.setSoTimeout(10_000);
            ann.joins();
            String to = "sip:201@127.0.0.1:" + phone.getLocalPort();
            gateway.post("/v1/rooms/1002/calls", "{\"to\": \"" + to + "\"}");
            DatagramPacket invite = new DatagramPacket(new byte[8_192], 8_192);
            phone.receive(invite);
            notices(ann, "Calling 201…");
            answer(phone, invite, "180 Ringing");
            notices(ann, "201 is ringing…");
            ann.picture("calls-a-phone");
            answer(phone, invite, "603 Decline");
            notices(ann, "201 does not come: " + Words.of("cause.declined"));
            ann.picture("phone-declines");
        }
    }

    private static void notices(RoomPage page, String words) {
        page.require("it says: " + words, () -> page.text("#notices").contains(words));
    }

    private static void answer(DatagramSocket phone, DatagramPacket invite, String status) throws IOException {
        String asked = new String(invite.getData(), 0, invite.getLength(), StandardCharsets.UTF_8);
        String copied = asked.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                .map(line -> line.startsWith("To:") ? line + ";tag=phone" : line)
                .collect(Collectors.joining("\r\n"));
        byte[] octets = ("SIP/2.0 " + status + "\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        phone.send(new DatagramPacket(octets, octets.length, invite.getSocketAddress()));
    }

    private static void says(RoomPage page, String cause) {
        page.requireStage("trouble");
        assertEquals(Words.of("cause." + cause), page.text("#trouble-title"));
        assertEquals(Words.of("cause." + cause + ".do"), page.text("#trouble-text"));
        assertEquals("trouble-title", page.focus());
        page.picture("trouble-" + cause);
    }

    @ParameterizedTest
    @CsvSource({"'', token-needed", "nonsense, token-wrong"})
    void aTokenIsMissingOrWrong(String token, String cause) {
        try (RoomPage ann = browser.person("Ann").opens(gateway, FOR_TOKENS, token)) {
            says(ann.asksToJoin(), cause);
        }
    }

    @Test
    void aTokenIsForAnotherRoom() {
        try (RoomPage ann = browser.person("Ann").opens(gateway, FOR_TOKENS, gateway.pass("1401", HOUR))) {
            says(ann.asksToJoin(), "token-wrong");
        }
    }

    @Test
    void aTokenHasExpired() {
        String token = gateway.pass(FOR_TOKENS, Duration.ofSeconds(1));
        Patience.pass(Duration.ofSeconds(1));
        try (RoomPage ann = browser.person("Ann").opens(gateway, FOR_TOKENS, token)) {
            says(ann.asksToJoin(), "token-expired");
        }
    }

    @Test
    void thePinIsWrongTooOften() {
        try (RoomPage ann = browser.person("Ann").opens(gateway, WITH_PIN)) {
            ann.asksToJoin();
            for (int left = 2; left > 0; left--) {
                String words = Words.of("pin.wrong", left);
                answers(ann, "1111");
                ann.require("it counts", () -> ann.text("#pin-trouble").equals(words));
            }
            ann.picture("pin");
            answers(ann, "1111");
            says(ann, "wrong-pin");
            assertEquals(0, gateway.inRoom(WITH_PIN));

            ann.click("#trouble-actions button");
            ann.asksToJoin();
            answers(ann, "2580");
            ann.requireStage("room");
        }
    }

    private static void answers(RoomPage ann, String pin) {
        ann.require(
                "it asks", () -> ann.shows("#pin-dialog[open]") && ann.focus().equals("pin"));
        assertEquals(Words.of("pin.title"), ann.text("#pin-title"));
        ann.fill("#pin", pin);
        ann.press("Enter");
    }

    @Test
    void anotherTabIsInTheRoom() {
        try (RoomPage ann = browser.person("Ann").opens(gateway, "1000")) {
            ann.joins();
            RoomPage second = ann.secondTab().asksToJoin();
            second.require("it asks", () -> second.shows("#tab-dialog[open]"));
            assertEquals(Words.of("tab.title"), second.text("#tab-title"));
            second.picture("second-tab");
            second.click("#tab-take");
            says(ann, "other-tab");
            second.requireStage("room");
            assertEquals(1, gateway.inRoom("1000"));
            ann.click("#trouble-actions button");
            ann.requireStage("room");
            says(second, "other-tab");
        }
    }

    @Test
    void thereIsNoMicrophone() {
        try (Browser other = Browser.withoutMicrophone();
                RoomPage ben = browser.person("Ben").tone(700).opens(gateway, "1001");
                RoomPage ann = other.person("Ann").opens(gateway, "1001")) {
            ben.joins();
            hearsOnly(ann, ben, "no-microphone", "lobby.listen");
        }
    }

    @Test
    void theMicrophoneWasDenied() {
        try (RoomPage ben = browser.person("Ben").tone(700).opens(gateway, "1002");
                RoomPage ann = browser.person("Ann").denying().opens(gateway, "1002")) {
            ben.joins();
            hearsOnly(ann, ben, "permission-denied", "lobby.join");
        }
    }

    private static void hearsOnly(RoomPage ann, RoomPage ben, String trouble, String button) {
        String words = Words.of("trouble." + trouble);
        ann.require(
                "it says so before",
                () -> ann.text("#lobby-microphone .trouble-line").equals(words));
        assertEquals(Words.of(button), ann.text("#join"));
        ann.picture("lobby-" + trouble);
        ann.joins();
        String notice = "#notices .notice[data-kind=microphone]";
        ann.require("and in the room", () -> ann.text(notice + " p").equals(Words.of("listening") + " " + words));
        ann.require("Ann hears Ben", () -> ann.hears(700));
        ben.require("the others see that she is muted", () -> ben.shows(RoomPage.row("Ann") + " .tag.muted"));
        ann.picture("room-" + trouble);
        assertFalse(ann.shows(ann.ownRow() + " .tag.speaking"));
    }
}
