package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Phone;
import tandem.scenarios.kit.RecordTables;
import tandem.scenarios.kit.SipSocket;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/**
 * Phones put each other on hold and through to others, into rooms and out of them; after each step the right two hear each other, and
 * the third is gone. Ann sounds at 1000 Hz, Ben at 700, Carl at 1300, the music of a hold at 1700.
 */
class TransferStory {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration TALK = Duration.ofMillis(1_200);
    private static final double MUSIC_HZ = TransferredCalls.MUSIC;

    /** Calls to a name followed by a port go to that phone of this machine, calls to 900 and a number where no guest may call. */
    private static final String RULES = """
              - {name: port, when: {to: '([a-z]+)(\\d+)'}, go: {address: 'sip:$1@127.0.0.1:$2'}}
              - {name: toll, when: {to: '900\\d+', device: any}, go: {address: 'sip:toll@127.0.0.1:9'}}
              - {name: no toll, when: {to: '900\\d+'}, go: {refuse: forbidden}}
            """;

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(
                TransferredCalls.RULES + RULES, TransferredCalls.devices(), TransferredCalls.environment());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Baresip phone(String name, double hz) {
        return Baresip.named(name).tone(hz).start();
    }

    private static Baresip device(String user, double hz) {
        return TransferredCalls.phone(gateway, user, hz);
    }

    private static boolean hears(Phone phone, double hz) {
        Wav last = phone.heard().last(400);
        return last.ms() >= 390 && last.meter(hz).levelDb() > -23;
    }

    private static void hear(String step, Phone one, double itHears, Phone other, double otherHears) {
        Patience.require(
                () -> step + ": the two hear each other\n" + String.join("\n", gateway.log()),
                SOON,
                () -> hears(one, itHears) && hears(other, otherHears));
    }

    private static List<String> causes(JsonNode call) {
        return StreamSupport.stream(call.required("legs").spliterator(), false)
                .map(leg -> leg.path("cause").asText("up"))
                .toList();
    }

    @Test
    void whoIsOnHoldHearsMusicUntilItIsPutThroughOrTheOtherIsBack() {
        Undisturbed.tell(ears -> {
            try (Linphonec lin = new Linphonec(1000, /* keysByInfo= */ false);
                    Baresip ben = device("102", 700);
                    Baresip carl = device("103", 1300)) {
                lin.register(gateway, "104", TransferredCalls.PASSWORDS.getOrDefault("104", ""));
                lin.call(gateway.uri("102"));
                Patience.require("ben hears lin", SOON, () -> hears(ben, 1000));
                ears.listen(TALK);
                ben.hold();
                ears.listen(TALK);
                ben.resume();
                Patience.require("ben hears lin again", SOON, () -> hears(ben, 1000));
                ears.listen(TALK);
                ben.hold();
                ears.listen(TALK);
                ben.transfer(gateway.uri("103"));
                Patience.require("carl hears lin", SOON, () -> hears(carl, 1000) && !ben.inCall());
                ears.listen(TALK);
                carl.hangUp();
                Patience.require("lin is hung up on", SOON, () -> gateway.callsLeft() == 0);
                assertEquals(0, ben.heard().meter(MUSIC_HZ).share(-40), "who holds hears none");
                assertMusicBetween(lin.heard()); // which linphonec writes down as a whole
            }
        });
    }

    /** Ben's voice, and music twice, and at last Carl's voice; never two at once. */
    private static void assertMusicBetween(Wav heard) {
        double ben = ms(heard, 700);
        double music = ms(heard, MUSIC_HZ);
        double carl = ms(heard, 1300);
        String words = "ben " + ben + " ms, music " + music + " ms, carl " + carl + " ms of " + heard.ms();
        double least = 2 * TALK.toMillis() - 400;
        assertTrue(ben >= least && music >= least && carl >= TALK.toMillis() - 200, words);
        assertTrue(ben + music + carl <= heard.ms() + 100, words);
        assertTrue(ms(heard.last(600), 1300) >= 500, words);
    }

    private static double ms(Wav heard, double hz) {
        return heard.ms() * heard.meter(hz).share(-23);
    }

    @Test
    void phonesPutEachOtherThroughAndEachCallIsOnRecord() {
        try (TransferredCalls calls = new TransferredCalls(gateway)) {
            calls.tell().assertOnRecord(RecordTables.of(gateway));
        }
    }

    @Test
    void attendedTransferJoinsTheTwoWhoWereCalled() {
        try (Sipp ben = Sipp.scenario("uas-answer").start();
                Sipp carl = Sipp.scenario("uas-answer").start();
                Sipp asks = Sipp.scenario("call-until-bye")
                        .to(gateway.address())
                        .user("carl" + carl.port())
                        .start()) {
            Patience.require(
                    "the second call is up", SOON, () -> asks.messages().contains("ACK sip:"));
            String target = "sip:carl" + carl.port() + "@" + gateway.address() + "?Replaces="
                    + asks.header("Call-ID").replace("@", "%40") + "%3Bto-tag%3D" + asks.tag("To") + "%3Bfrom-tag%3D"
                    + asks.tag("From");
            try (Sipp transfers = Sipp.scenario("refer-attended")
                    .to(gateway.address())
                    .user("ben" + ben.port())
                    .with("-key", "refer_to", target)
                    .start()) {
                transfers.succeed();
                asks.succeed();
            }
            JsonNode call = gateway.callTo("ben" + ben.port());
            assertEquals(List.of("transferred", "up", "up"), causes(call));
            assertEquals(
                    "transferred",
                    gateway.callTo("carl" + carl.port()).required("cause").asText());
            Patience.require("the two hear each other", SOON, () -> talk(gateway.callTo("ben" + ben.port())));
            gateway.hangUp(call.required("id").asText());
            ben.succeed();
            carl.succeed();
        }
    }

    /** Packets that went to the party of that call that was called first. */
    private static long sent(String dialled) {
        return StreamSupport.stream(gateway.callTo(dialled).required("legs").spliterator(), false)
                .filter(leg -> leg.path("cause").isMissingNode())
                .findFirst()
                .orElseThrow()
                .required("packets-sent")
                .asLong();
    }

    /** Whether packets that came from each of the two who are left have gone to the other. */
    private static boolean talk(JsonNode call) {
        return StreamSupport.stream(call.required("legs").spliterator(), false)
                .filter(leg -> leg.path("cause").isMissingNode())
                .allMatch(leg -> leg.required("packets-received").asLong() > 20
                        && leg.required("packets-sent").asLong() > 20);
    }

    @Test
    void aPhoneJoinsTheTwoItTalksWith() {
        try (Linphonec lin = new Linphonec(1000, /* keysByInfo= */ false);
                Baresip ben = device("102", 700);
                Baresip carl = device("103", 1300)) {
            lin.register(gateway, "104", TransferredCalls.PASSWORDS.getOrDefault("104", ""));
            lin.call(gateway.uri("102"));
            lin.callBesides(gateway.uri("103"));
            lin.transferFirstToSecond();
            Patience.require("carl hears ben", SOON, () -> hears(carl, 700));
            Patience.require("lin's two calls are one", SOON, () -> gateway.callsLeft() == 1);
            assertEquals(List.of("transferred", "up", "up"), causes(gateway.callTo("102")));
            long before = sent("102"); // baresip 1.0 records nothing more once it was held
            Patience.require("ben is sent what carl says", SOON, () -> sent("102") > before + 20);
            ben.hangUp();
            Patience.require("no call is left", SOON, () -> gateway.callsLeft() == 0);
        }
    }

    @Test
    void aGuestMayNotTransferToWhereItMayNotDial() {
        try (Sipp ben = Sipp.scenario("uas-answer").start()) {
            Sipp.scenario("refer-refused")
                    .to(gateway.address())
                    .user("ben" + ben.port())
                    .succeed();
            ben.succeed();
            JsonNode call = gateway.callTo("ben" + ben.port());
            assertEquals("normal", call.required("cause").asText());
            assertEquals(2, call.required("legs").size());
        }
    }

    @Test
    void whoWantsNoWordOfATransferGetsNone() {
        try (Sipp ben = Sipp.scenario("uas-answer").start();
                Sipp transfers = Sipp.scenario("refer-quiet")
                        .to(gateway.address())
                        .user("ben" + ben.port())
                        .start()) {
            Patience.require("ben is in the room", SOON, () -> gateway.inRoom("1000") == 1);
            transfers.succeed();
            gateway.hangUp(gateway.callTo("ben" + ben.port()).required("id").asText());
            ben.succeed();
        }
        Sipp.scenario("refer-outside").to(gateway.address()).succeed();
    }

    @Test
    void aCalledPartyThatHasMovedIsFollowedWithinTheCallersRights() {
        try (Sipp carl = Sipp.scenario("uas-answer").start();
                Sipp ben = Sipp.scenario("uas-moved")
                        .with("-key", "contact", "sip:carl@127.0.0.1:" + carl.port())
                        .start();
                Sipp calls = Sipp.scenario("room-call")
                        .to(gateway.address())
                        .user("ben" + ben.port())
                        .start()) {
            calls.succeed();
            carl.succeed();
            ben.succeed();
            String invite = carl.messages();
            assertTrue(invite.contains("Diversion: <sip:ben" + ben.port() + "@127.0.0.1"), invite);
            assertTrue(invite.contains("?Reason=SIP%3Bcause%3D302>;index=1"), invite);
        }
        try (Sipp ben = Sipp.scenario("uas-moved")
                .with("-key", "contact", "sip:9001234@" + gateway.address())
                .start()) {
            Sipp.scenario("moved-refused")
                    .to(gateway.address())
                    .user("ben" + ben.port())
                    .succeed();
            ben.succeed();
        }
    }

    @Test
    void aRingingPhoneIsAnsweredForByAnother() {
        try (Sipp ben = Sipp.scenario("uas-ring").start();
                SipSocket benRegisters = new SipSocket("127.0.0.1", gateway);
                Baresip ann = device("101", 1000)) {
            String granted = benRegisters
                    .register("102", "battery staple", 3_000, "Contact: <sip:102@127.0.0.1:" + ben.port() + ">")
                    .orElseThrow();
            assertTrue(granted.startsWith("SIP/2.0 200 "), granted);
            ann.dial(gateway.uri("102"));
            Patience.require("it rings", SOON, () -> ben.messages().contains("180 Ringing"));
            String call = gateway.callTo("102").required("id").asText();
            String ringing =
                    ben.header("Call-ID") + ";to-tag=" + ben.tag("From") + ";from-tag=" + ben.tag("To") + ";early-only";
            Sipp.scenario("pickup-refused")
                    .to(gateway.address())
                    .user("102")
                    .with("-key", "replaces", ringing.replace("to-tag=", "to-tag=x"))
                    .succeed();
            try (Sipp carl = Sipp.scenario("pickup")
                    .to(gateway.address())
                    .user("102")
                    .with("-au", "103", "-ap", "some other", "-key", "device", "103", "-key", "replaces", ringing)
                    .start()) {
                ben.succeed();
                assertTrue(ben.messages().contains("Reason: SIP;cause=200;text=\"Call completed elsewhere\""));
                Patience.require("ann hears carl", SOON, () -> hears(ann, 1000));
                ann.hangUp();
                carl.succeed();
            }
            RecordTables tables = RecordTables.of(gateway);
            List<String> legs = tables.legs(tables.endedById(call)).stream()
                    .map(leg -> leg.get("device") + " " + leg.get("cause"))
                    .sorted()
                    .toList();
            assertEquals(List.of("101 normal", "102 answered-elsewhere", "103 normal"), legs);
            benRegisters.register("102", "battery staple", 3_000, "Contact: *", "Expires: 0");
            assertEquals(0, gateway.contacts("102"));
        }
    }

    @Test
    void byTheApiOutOfARoomAndByAskingThePhoneItself() {
        try (Baresip ann = phone("ann", 1000);
                Baresip ben = phone("ben", 700)) {
            ann.call(gateway.uri("1001"));
            String id = gateway.roster("1001").getFirst().required("id").asText();
            gateway.transfer(id, "{\"to\": \"" + ben.uri() + "\"}");
            hear("out of the room", ann, 700, ben, 1000);
            assertEquals(0, gateway.inRoom("1001"));
            gateway.transfer(id, "{\"room\": \"1002\", \"leg\": \"called\"}");
            Patience.require(
                    "ben is in the room and ann is gone", SOON, () -> !ann.inCall() && gateway.inRoom("1002") == 1);
            gateway.transfer(id, "{\"to\": \"" + ann.uri() + "\", \"by\": \"refer\"}");
            Patience.require("ben has called ann itself", SOON, () -> ann.inCall() && gateway.inRoom("1002") == 0);
            Patience.require("our leg is gone", SOON, () -> gateway.callsLeft() == 0);
        }
    }

    @Test
    void noMusicIsHeardInARoom() {
        try (Baresip ann = phone("ann", 1000);
                Baresip ben = phone("ben", 700)) {
            ann.call(gateway.uri("1003"));
            ben.call(gateway.uri("1003"));
            hear("in the room", ann, 700, ben, 1000);
            ann.hold();
            Patience.require("ann holds", SOON, () -> gateway.held("1003") == 1);
            Patience.require("ben hears ann no longer", SOON, () -> !hears(ben, 1000));
            Patience.pass(Duration.ofMillis(600));
            assertTrue(!hears(ben, MUSIC_HZ) && !hears(ann, MUSIC_HZ));
        }
    }
}
