package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.SipPage;

/** Desk phones register with the gateway, by their passwords, and call each other by number. */
class DevicesCallEachOtherStory {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String RULES =
            "  - {name: desk phones, when: {to: '1(\\d\\d)', device: any}, go: {device: '$0', ring: 20s}}\n";

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(RULES, """
                access: {guests: none}
                devices:
                  - {user: '101', password: correct horse, name: Ann}
                  - {user: '102', password: battery staple}
                  - {user: '103', password: some other}
                  - {user: '104', password: linknows}
                  - {user: '105', password: page secret}
                  - {user: '106', password: page secret}
                  - {user: '107', password: yet another}
                """);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Baresip phone(String user, String password, double hz) {
        return phone(user, password, hz, "udp");
    }

    private static Baresip phone(String user, String password, double hz, String transport) {
        Baresip phone = Baresip.named(user)
                .registered(gateway.address(), password)
                .transport(transport)
                .tone(hz)
                .start();
        Patience.require(() -> user + " is registered\n" + phone.log(), SOON, phone::registered);
        return phone;
    }

    private static boolean hears(Baresip phone, double hz) {
        return phone.heard().last(700).meter(hz).levelDb() > -26;
    }

    /** Whether packets go to the one who called that number: counted for a second and a bit, since figures are of whole seconds. */
    private static boolean flowsToCallerOf(String dialled) {
        long before = sent(dialled);
        Patience.pass(Duration.ofMillis(1_100));
        return sent(dialled) > before;
    }

    private static long sent(String dialled) {
        return gateway.callTo(dialled)
                .required("legs")
                .get(0)
                .required("packets-sent")
                .asLong();
    }

    @Test
    void hearEachOtherAndHold() {
        try (Baresip ann = phone("101", "correct horse", 1000);
                Baresip ben = phone("102", "battery staple", 700, "tcp")) {
            ann.call("sip:102@" + gateway.address());
            Patience.require("ben hears ann", SOON, () -> hears(ben, 1000));
            Patience.require("ann hears ben", SOON, () -> hears(ann, 700));
            ann.hold(true);
            Patience.require("nothing of ben goes to ann any longer", SOON, () -> !flowsToCallerOf("102"));
            ann.hold(false);
            Patience.require("and then again", SOON, () -> flowsToCallerOf("102"));
            JsonNode call = gateway.callTo("102");
            assertEquals("Ann", call.required("legs").get(0).required("name").asText(), call::toString);
            ben.hangUp();
            Patience.require("ann's call ends too", SOON, () -> !ann.inCall());
        }
    }

    @Test
    void aRoomCallsAllPhonesOfAPersonByItsNumber() {
        try (Baresip ann = phone("101", "correct horse", 1000);
                Baresip desk = phone("103", "some other", 700);
                Baresip home = phone("103", "some other", 600)) {
            ann.call("sip:1000@" + gateway.address());
            gateway.post("/v1/rooms/1000/calls", "{\"to\": \"103\"}");
            Patience.require(
                    "one of them is in the room",
                    SOON,
                    () -> hears(desk, 1000) != hears(home, 1000) && hears(ann, desk.inCall() ? 700 : 600));
            assertEquals(2, gateway.inRoom("1000"));
            ann.hangUp();
            (desk.inCall() ? desk : home).hangUp();
            Patience.require("no call is left", SOON, () -> gateway.callsLeft() == 0);
        }
    }

    @Test
    void bothPhonesOfAPersonRingAndTheFirstHasTheCall() {
        try (Baresip ann = phone("101", "correct horse", 1000);
                Baresip desk = phone("103", "some other", 700);
                Baresip home = phone("103", "some other", 600)) {
            assertEquals(2, gateway.contacts("103"));
            ann.call("sip:103@" + gateway.address());
            Patience.require(
                    "one of them talks with ann",
                    SOON,
                    () -> hears(desk, 1000) != hears(home, 1000) && hears(ann, desk.inCall() ? 700 : 600));
            assertTrue(desk.inCall() != home.inCall());
            assertEquals(3, gateway.callTo("103").required("legs").size());
            ann.hangUp();
            Patience.require("no call is left", SOON, () -> gateway.callsLeft() == 0);
        }
    }

    @Test
    void linphoneRegistersCallsAndIsCalled() {
        try (Baresip ben = phone("102", "battery staple", 700);
                Linphonec lin = new Linphonec(1000, /* keysByInfo= */ false)) {
            lin.register(gateway, "104", "linknows");
            lin.call("sip:102@" + gateway.address());
            Patience.require("ben hears lin", SOON, () -> hears(ben, 1000));
            Patience.pass(Duration.ofMillis(700));
            lin.hangUp();
            Patience.require("no call is left", SOON, () -> gateway.callsLeft() == 0);
            assertTrue(lin.heard().last(600).meter(700).levelDb() > -26, "lin heard ben");
            ben.dial("sip:104@" + gateway.address());
            lin.answer();
            Patience.require("both are in the call", SOON, () -> ben.inCall() && lin.inCall());
            ben.hangUp();
        }
    }

    @ParameterizedTest
    @CsvSource({"jssip, 105", "sip, 106"})
    void aBrowserRegistersAndIsCalledFromADeskPhone(String client, String user) {
        try (Baresip ben = phone("107", "yet another", 700);
                SipPage page = SipPage.registered(client, gateway, user, "page secret")) {
            assertEquals(1, gateway.contacts(user));
            ben.call("sip:" + user + "@" + gateway.address());
            Patience.require(() -> "ben hears the page\n" + page.log(), SOON, () -> hears(ben, 1000));
            Patience.require(() -> "the page hears ben\n" + page.log(), SOON, () -> page.hears(700) > -40);
            ben.hangUp();
            Patience.require("the page's call is over", SOON, () -> page.state().equals("over"));
        }
        Patience.require("the page that is closed is registered no longer", SOON, () -> gateway.contacts(user) == 0);
    }
}
