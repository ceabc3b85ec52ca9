package tandem.gateway.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What busy-lamp keys and conference phones are told (RFC 4235, RFC 4575), as it is on the wire. */
class PresenceTest {
    private static final String PLAN = """
            rules:
              - {name: rooms, when: {to: '1\\d{3}'}, go: {room: '$0'}}
              - {name: group, when: {to: '10'}, go: {device: ['101', '102']}}
              - {name: phones, when: {to: '10\\d'}, go: {device: '$0'}}
              - {name: shut, when: {to: '66'}, go: {refuse: forbidden}}
              - {name: tone, when: {to: '9197'}, go: {tone: 1004}}
            """;

    private static final String CONFIG = """
            dialplan: plan.yaml
            devices:
              - {user: "101", password: the first of them, name: Ann <& "Co">}
              - {user: "102", password: the second of them}
              - {user: "103", password: the third of them}
            rooms:
              - {name: "1000", title: 'Round & <table>'}
              - {name: "1258", pin: "2580"}
              - {name: "1300", lobby: guests}
            """;

    @TempDir
    Path folder;

    private LiveGateway gateway;
    private Watcher key;
    private Watcher stranger;
    private RawPhone guest;
    private RawPhone phone;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        gateway = new LiveGateway(folder, CONFIG);
        key = new Watcher(gateway.sip(), "103", Optional.of("the third of them"));
        stranger = new Watcher(gateway.sip(), "carl", Optional.empty());
        guest = new RawPhone(gateway.sip(), "carl");
        phone = new RawPhone(gateway.sip(), "102");
    }

    @AfterEach
    void stop() throws Exception {
        guest.leave();
        key.close();
        stranger.close();
        guest.close();
        phone.close();
        gateway.close();
    }

    private static String first(String message) {
        return message.substring(0, message.indexOf('\r'));
    }

    private static final String GRANTED = "SIP/2.0 200 OK";

    @Test
    void aLampOfARoomIsOnWhileSomebodyIsInIt() throws Exception {
        String granted = stranger.subscribe("1000", "dialog", "Accept: application/dialog-info+xml", "Expires: 120");
        assertEquals(GRANTED, first(granted));
        assertEquals("120", Watcher.header(granted, "Expires"));
        assertTrue(Watcher.header(granted, "Allow").contains("SUBSCRIBE"), granted);
        assertEquals("conference, dialog, refer", Watcher.header(granted, "Allow-Events"));
        Document empty = stranger.told();
        assertEquals("application/dialog-info+xml", stranger.toldHeader("Content-Type"));
        assertEquals("active;expires=120", stranger.toldHeader("Subscription-State"));
        assertEquals(
                "0 full",
                Watcher.values(empty, "/dialog-info/@version | /dialog-info/@state")
                        .replace("full 0", "0 full"));
        assertEquals("terminated", Watcher.values(empty, "//state"));
        assertTrue(empty.getDocumentElement().getAttribute("entity").startsWith("sip:1000@127.0.0.1:"));
        guest.call("1000");
        Document occupied = stranger.told();
        assertEquals("confirmed", Watcher.values(occupied, "//state"));
        assertEquals("1", occupied.getDocumentElement().getAttribute("version"));
        assertEquals("Round & <table>", Watcher.values(occupied, "//local/identity/@display"));
        assertFalse(Watcher.values(occupied, "//*").contains("carl"), "who is there is nobody's business");
        try (RawPhone second = new RawPhone(gateway.sip(), "dora")) {
            second.call("1000");
            second.within("BYE", "");
        }
        assertTrue(stranger.quietFor(1_200), "it is on already");
        guest.within("BYE", "");
        assertEquals("terminated", stranger.states());
        assertEquals(GRANTED, first(stranger.again("Expires: 0")));
        stranger.told();
        assertEquals("terminated;reason=timeout", stranger.toldHeader("Subscription-State"));
    }

    @Test
    void aLampOfADeviceTellsWhoCallsAndHowToPickThatUp() throws Exception {
        phone.register(gateway.sip(), "the second of them");
        assertEquals(GRANTED, first(key.subscribe("102", "dialog")));
        assertEquals("terminated", key.states());
        guest.send(guest.invitation("102"));
        String invite = phone.receive("INVITE ");
        phone.answer(invite, "180 Ringing", ";tag=ringing");
        Document ringing = key.told();
        assertEquals("early", Watcher.values(ringing, "//state"));
        assertEquals("recipient", Watcher.values(ringing, "//dialog/@direction"));
        assertEquals(Watcher.header(invite, "Call-ID"), Watcher.values(ringing, "//dialog/@call-id"));
        assertEquals("ringing", Watcher.values(ringing, "//dialog/@local-tag"));
        String from = Watcher.header(invite, "From");
        assertEquals(from.substring(from.indexOf(";tag=") + 5), Watcher.values(ringing, "//dialog/@remote-tag"));
        assertTrue(Watcher.values(ringing, "//remote/identity").startsWith("sip:carl@127.0.0.1:"));
        assertTrue(Watcher.values(ringing, "//local/target/@uri").startsWith("sip:102@127.0.0.1:"));
        phone.answerCall(invite, ";tag=ringing");
        assertEquals("confirmed", key.states());
        guest.answered();
        guest.send(guest.goodbye());
        String bye = phone.receive("BYE ");
        phone.ok(bye);
        Document over = key.told();
        assertEquals("terminated", Watcher.values(over, "//state"));
        assertEquals(Watcher.values(ringing, "//dialog/@id"), Watcher.values(over, "//dialog/@id"));
        assertEquals(GRANTED, first(key.again("Expires: 600")));
        Document again = key.told();
        assertEquals("102 terminated", Watcher.values(again, "//dialog/@id") + " " + Watcher.values(again, "//state"));
    }

    @Test
    void aLampOfAGroupIsOnWhileOneOfItIsInACall() throws Exception {
        phone.register(gateway.sip(), "the second of them");
        assertEquals(GRANTED, first(key.subscribe("10", "dialog")));
        assertEquals("terminated", key.states());
        guest.send(guest.invitation("102"));
        phone.answer(phone.receive("INVITE "), "180 Ringing", ";tag=ringing");
        assertEquals("early", key.states());
    }

    @Test
    void whoIsInARoomIsToldToThoseWhoMayEnter() throws Exception {
        assertEquals(GRANTED, first(key.subscribe("1000", "conference")));
        Document empty = key.told();
        assertEquals("application/conference-info+xml", key.toldHeader("Content-Type"));
        assertEquals("0", Watcher.values(empty, "//user-count"));
        assertEquals("Round & <table>", Watcher.values(empty, "//conference-description/display-text"));
        guest.call("1000");
        Document one = key.told();
        assertEquals("1 false", Watcher.values(one, "//user-count | //locked"));
        assertEquals("carl", Watcher.values(one, "//user/display-text"));
        assertTrue(Watcher.values(one, "//user/@entity").startsWith("sip:carl@127.0.0.1:"));
        assertEquals("connected dialed-in audio sendrecv", endpoint(one));
        String id = gateway.get("/v1/rooms/1000/participants")
                .body()
                .get(0)
                .path("id")
                .asText();
        gateway.ask("PATCH", "/v1/rooms/1000/participants/" + id, "{\"muted\": true, \"name\": \"C\u00e4rl <&>\"}");
        Document muted = key.told();
        assertEquals("C\u00e4rl <&>", Watcher.values(muted, "//user/display-text"));
        assertEquals("connected dialed-in audio recvonly", endpoint(muted));
        gateway.ask("PATCH", "/v1/rooms/1000", "{\"locked\": true}");
        assertEquals("true", Watcher.values(key.told(), "//locked"));
        try (Watcher late = new Watcher(gateway.sip(), "102", Optional.of("the second of them"))) {
            assertEquals(
                    "SIP/2.0 403 Only Those In The Room May See Who Is In It",
                    first(late.subscribe("1000", "conference")));
        }
        guest.within("BYE", "");
        assertEquals("0", Watcher.values(key.told(), "//user-count"));
    }

    private static String endpoint(Document document) throws Exception {
        return Watcher.values(document, "//endpoint/status | //joining-method | //media/type | //media/status");
    }

    @Test
    void aPinAndALobbyKeepTheNamesToThoseInside() throws Exception {
        assertEquals(
                "SIP/2.0 403 Only Those In The Room May See Who Is In It", first(key.subscribe("1258", "conference")));
        assertEquals(
                "SIP/2.0 403 Only Those In The Room May See Who Is In It",
                first(stranger.subscribe("1300", "conference")));
        assertEquals(GRANTED, first(key.subscribe("1300", "conference")), "a device does not knock there");
        guest.call("1258.2580");
        assertEquals(GRANTED, first(stranger.subscribe("1258", "conference")));
        assertEquals("carl", Watcher.values(stranger.told(), "//user/display-text"));
        guest.within("BYE", "");
        assertTrue(stranger.toldBare().isEmpty());
        assertEquals("terminated;reason=rejected", stranger.toldHeader("Subscription-State"));
    }

    @Test
    void whoIsInARoomIsToldThatWeAreItsFocus() throws Exception {
        String answer = guest.call("1000");
        assertTrue(Watcher.header(answer, "Contact").matches("<sip:1000@[^>]*>;isfocus"), answer);
        try (RawPhone other = new RawPhone(gateway.sip(), "dora")) {
            assertFalse(other.call("9197").contains("isfocus"));
        }
        assertEquals(
                "SIP/2.0 403 Subscribe Outside Of The Call", first(guest.within("SUBSCRIBE", "", "Event: conference")));
        assertEquals("SIP/2.0 489 Bad Event", first(guest.within("SUBSCRIBE", "", "Event: presence")));
    }

    @Test
    void whoIsCalledIntoARoomIsToldSoToo() throws Exception {
        gateway.ask("POST", "/v1/rooms/1000/calls", "{\"to\": \"sip:102@127.0.0.1:" + phone.port() + "\"}");
        String invite = phone.receive("INVITE ");
        assertTrue(Watcher.header(invite, "Contact").endsWith(">;isfocus"), invite);
        phone.answerCall(invite, ";tag=called");
        assertEquals(GRANTED, first(key.subscribe("1000", "conference")));
        Document inside = key.told();
        assertEquals("connected dialed-out audio sendrecv", endpoint(inside));
    }

    @Test
    void whoWishesToBeNobodyIsNobody() throws Exception {
        phone.register(gateway.sip(), "the second of them");
        assertEquals(GRANTED, first(key.subscribe("102", "dialog")));
        key.told();
        guest.send(guest.invitation("102", "Privacy: id"));
        phone.answer(phone.receive("INVITE "), "180 Ringing", ";tag=ringing");
        Document ringing = key.told();
        assertEquals("sip:anonymous@anonymous.invalid", Watcher.values(ringing, "//remote/identity"));
        assertFalse(Watcher.values(ringing, "//*/@*").contains("carl"));
    }

    @Test
    void whatIsRefusedIsRefusedInWords() throws Exception {
        String bad = "489 Bad Event";
        String devices = "403 Only Devices And Trunks May Watch A Device";
        assertRefused("1000 message-summary", bad, bad);
        assertRefused("102 message-summary", bad, bad);
        assertRefused("1000 presence", bad, bad);
        assertRefused("109 dialog", devices, "404 There Is No Such Device");
        assertRefused("9197 dialog", "404 Neither A Room Nor A Device", "404 Neither A Room Nor A Device");
        assertRefused("9197 conference", "404 There Is No Such Room", "404 There Is No Such Room");
        assertRefused("102 conference", "404 There Is No Such Room", "404 There Is No Such Room");
        assertRefused("77 dialog", "404 No such number", "404 No such number");
        assertRefused("66 dialog", "403 Not allowed", "403 Not allowed");
        assertRefused("66 conference", "403 Not allowed", "403 Not allowed");
        assertEquals("SIP/2.0 " + devices, first(stranger.subscribe("102", "dialog")), "as where there is none");
    }

    private void assertRefused(String wish, String asGuest, String asDevice) throws Exception {
        String[] words = wish.split(" ", -1);
        assertAnswer(stranger.subscribe(words[0], words[1]), wish + " as a guest", asGuest);
        assertAnswer(key.subscribe(words[0], words[1]), wish + " as a device", asDevice);
    }

    private static void assertAnswer(String answer, String wish, String status) {
        assertEquals("SIP/2.0 " + status, first(answer), wish);
        String events = status.startsWith("489") ? "conference, dialog, refer" : "";
        assertEquals(events, Watcher.header(answer, "Allow-Events"), wish);
    }

    @Test
    void whoSaysToBeADeviceShowsItsPassword() throws Exception {
        try (Watcher wrong = new Watcher(gateway.sip(), "102", Optional.of("a guess"))) {
            assertTrue(first(wrong.subscribe("102", "dialog")).startsWith("SIP/2.0 407 "));
        }
        assertEquals(
                "SIP/2.0 406 Accept Does Not Name application/dialog-info+xml",
                first(stranger.subscribe("1000", "dialog", "Accept: application/pidf+xml, text/plain")));
        String brief = stranger.subscribe("1000", "dialog", "Expires: 10");
        assertEquals("SIP/2.0 423 Interval Too Brief", first(brief));
        assertEquals("60", Watcher.header(brief, "Min-Expires"));
    }

    @Test
    void aStrangerIsAskedForAPasswordAndLearnsNothing() throws Exception {
        try (LiveGateway closed = new LiveGateway(
                        Files.createDirectory(folder.resolve("closed")),
                        CONFIG.replace("dialplan: plan.yaml", "dialplan: ../plan.yaml"),
                        Map.of("TANDEM_ACCESS_GUESTS", "none"));
                Watcher nobody = new Watcher(closed.sip(), "eve", Optional.empty())) {
            for (String number : new String[] {"1000", "102", "109"}) {
                assertEquals("SIP/2.0 407 Proxy Authentication Required", first(nobody.subscribe(number, "dialog")));
            }
        }
    }

    @Test
    void aDeviceThatIsNoMoreIsToldNoMore() throws Exception {
        assertEquals(GRANTED, first(key.subscribe("1000", "dialog")));
        key.told();
        gateway.save(CONFIG.lines().filter(line -> !line.contains("103")).reduce("", (all, line) -> all + line + "\n"));
        gateway.await("/v1/devices", answer -> answer.body().size() == 2);
        guest.call("1000");
        assertTrue(key.toldBare().isEmpty());
        assertEquals("terminated;reason=rejected", key.toldHeader("Subscription-State"));
    }

    @Test
    void oneSubscriberHasABoundedNumber() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertEquals(GRANTED, first(stranger.subscribe(Integer.toString(1000 + i), "dialog")));
            stranger.told();
        }
        assertEquals("SIP/2.0 480 Too Many Subscriptions", first(stranger.subscribe("1900", "dialog")));
        assertEquals(GRANTED, first(key.subscribe("1900", "dialog")), "others have their own");
        String metrics = gateway.get("/metrics").body().asText();
        assertTrue(metrics.contains("tandem_subscriptions_active{event=\"dialog\"} 201.0"), metrics);
        assertTrue(metrics.contains("tandem_subscribes_total{outcome=\"refused\"} 1.0"), metrics);
    }

    @Test
    void whenWeGoSubscriptionsMayBeMadeAnewLater() throws Exception {
        stranger.subscribe("1000", "dialog");
        stranger.told();
        gateway.close();
        stranger.told();
        assertEquals("terminated;reason=probation;retry-after=30", stranger.toldHeader("Subscription-State"));
        gateway = new LiveGateway(folder, CONFIG);
    }
}
