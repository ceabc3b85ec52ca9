package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tandem.scenarios.kit.Asterisk;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.HowtoPage;
import tandem.scenarios.kit.OfficeTrunk;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Wav;

/**
 * The gateway beside a real Asterisk, each configured with what docs/howto/asterisk.md tells people to paste, addresses and one more
 * phone apart. Ann in her browser sounds at 700 Hz, Ben on phone 201 at 1000, Carl on phone 202 at 1300.
 */
@EnabledIfEnvironmentVariable(
        named = Asterisk.VARIABLE,
        matches = ".+",
        disabledReason =
                "it names no Asterisk, by the path of its executable: what was built elsewhere is tried where it is")
class TrunkToAsteriskStory {
    private static final String PASSWORD = "WRITE-A-LONG-ONE-HERE";
    private static final String PHONE_PASSWORD = "THE-PASSWORD-OF-PHONE-201";

    /**
     * A phone that is there while the PBX is restarted, and that nobody calls: its goodbye is challenged anew and not said again, so that the PBX
     * goes on for a minute to believe in it, and would ring it before a later phone of that number.
     */
    private static final String RESTARTED = "203";

    private static final HowtoPage PAGE = HowtoPage.named("asterisk");

    private static Asterisk pbx;
    private static OfficeTrunk office;

    @BeforeAll
    static void start() {
        pbx = asterisk(PAGE.block("username=tandem"));
        office = new OfficeTrunk(pbx, TrunkToAsteriskStory::config, PASSWORD);
    }

    @AfterAll
    static void stop() {
        office.close();
        pbx.close();
    }

    private static GatewayProcess gateway() {
        return office.gateway();
    }

    /** One with the phone of the page, others like it, and that trunk. */
    private static Asterisk asterisk(String trunk) {
        return Asterisk.start(
                PAGE.block("[201]") + "\n" + likeIt("202") + "\n" + likeIt(RESTARTED) + "\n" + trunk,
                PAGE.block("; phones call each other") + "\n" + PAGE.block("[from-tandem]"),
                PHONE_PASSWORD);
    }

    private static String likeIt(String number) {
        String phone = PAGE.block("[201]");
        return phone.substring(phone.indexOf("[201]"))
                .replace(PHONE_PASSWORD, "\0")
                .replace("201", number)
                .replace("\0", PHONE_PASSWORD);
    }

    /** What the page says to write here for that kind of trunk, with the PBX's address. */
    private static String here(String mode, Asterisk beside) {
        return PAGE.block(mode)
                .replace("192.0.2.10", beside.address())
                .replace("dialplan: dialplans/default.yaml\n", "");
    }

    /** The same with that password, and a look every second whether the PBX is there; of guests only the browser and phones here. */
    private static String config(String password) {
        return "access: {guests: [127.0.0.1]}\n"
                + here("    mode: register", pbx)
                        .replace("${file:secrets/office}", password)
                        .replace("    mode: register\n", "    mode: register\n    expires: 60s\n    keepalive: 1s\n");
    }

    private static Baresip.Order ben() {
        return pbx.phone("201").tone(1000);
    }

    private static Baresip.Order carl() {
        return pbx.phone("202").tone(1300);
    }

    @Test
    void aPhoneOfThePbxMeetsABrowser() {
        office.aPhoneMeetsABrowser(ben());
    }

    @Test
    void aRoomCallsThePhone() {
        office.aRoomCallsAPhone(ben());
    }

    @Test
    void aWrongPasswordIsToldAndMended() {
        office.tellsAWrongPassword();
    }

    @Test
    void aPbxThatIsAwayIsToldAndFoundAgain() {
        office.tellsThatThePbxIsAway();
    }

    @ParameterizedTest
    @EnumSource(
            value = Baresip.Codec.class,
            names = {"PCMU", "PCMA", "G722"})
    void phonesHearEachOtherWithTheCodecTheyHave(Baresip.Codec codec) {
        try (Baresip ben = office.phone(ben().codec(codec));
                Baresip carl = office.phone(carl().codec(codec))) {
            meet("1100", ben, carl);
            String used = gateway().roster("1100").getFirst().required("codec").asText();
            assertEquals(codec.name(), used.toUpperCase(Locale.ROOT).replace(".", ""));
        }
        over();
    }

    /** The two are in that room by way of the PBX, and hear each other. */
    private static void meet(String room, Baresip ben, Baresip carl) {
        ben.call(pbx.uri(room));
        carl.call(pbx.uri(room));
        hear("in the room", ben, 1300, carl, 1000);
    }

    private static void over() {
        office.require("no call is left", () -> gateway().callsLeft() == 0);
    }

    private static void hear(String step, Baresip one, double itHears, Baresip other, double otherHears) {
        office.require(step + ": the two hear each other", () -> hears(one, itHears) && hears(other, otherHears));
    }

    private static boolean hears(Baresip phone, double hz) {
        Wav last = phone.heard().last(400);
        return last.ms() >= 390 && last.meter(hz).levelDb() > -23;
    }

    @Test
    void keysOfThePhoneMuteIt() {
        try (Baresip ben = office.phone(ben());
                Baresip carl = office.phone(carl())) {
            meet("1101", ben, carl);
            ben.press("*6");
            office.require("the roster says muted", () -> gateway().muted("1101") == 1);
            office.require("carl hears ben no longer", () -> !hears(carl, 1000));
            ben.press("*6");
            office.require("the roster says it no longer", () -> gateway().muted("1101") == 0);
            hear("unmuted", ben, 1300, carl, 1000);
        }
        over();
    }

    /** With moh_passthrough the PBX passes the hold on, and plays no music of its own into the room. */
    @Test
    void aPhoneHoldsAndComesBack() {
        try (Baresip ben = office.phone(ben());
                Baresip carl = office.phone(carl())) {
            meet("1102", ben, carl);
            ben.hold();
            office.require("ben holds", () -> gateway().held("1102") == 1);
            office.require("carl hears ben no longer", () -> !hears(carl, 1000));
            ben.resume();
            office.require("ben is back", () -> gateway().held("1102") == 0);
            office.require("carl hears ben", () -> hears(carl, 1000));
        }
        over();
    }

    /** The phone hands its own place in the room to another: the PBX does so by itself. */
    @Test
    void aPhoneInARoomIsTransferredByItsUser() {
        try (Baresip ben = office.phone(ben());
                Baresip carl = office.phone(carl());
                Baresip ann = Baresip.named("ann").tone(700).start()) {
            ann.call(gateway().uri("1103"));
            ben.call(pbx.uri("1103"));
            hear("in the room", ann, 1000, ben, 700);
            ben.transfer(pbx.uri("202"));
            office.require("carl is there instead of ben", () -> !ben.inCall() && carl.inCall());
            hear("transferred", ann, 1300, carl, 700);
            assertEquals(2, gateway().inRoom("1103"));
        }
        over();
    }

    /** The PBX is asked by REFER to put the phone through to another of its phones: no leg of it stays here. */
    @Test
    void aPhoneIsTransferredOutOfARoom() {
        try (Baresip ben = office.phone(ben());
                Baresip carl = office.phone(carl())) {
            ben.call(pbx.uri("1104"));
            office.require("ben is in the room", () -> gateway().inRoom("1104") == 1);
            // the PBX changes its SSRC as media begins; a phone that is moved in that moment drops all that follows
            office.require("ben is sent the room", () -> ben.heard().last(400).ms() >= 390);
            String id = gateway().callTo("1104").required("id").asText();
            gateway().transfer(id, "{\"to\": \"" + pbx.uri("202") + "\", \"by\": \"refer\"}");
            office.require("carl is called", carl::inCall);
            hear("transferred", ben, 1300, carl, 1000);
            over();
            ben.hangUp();
        }
    }

    /** It remembers who had registered, and calls at once. */
    @Test
    void aPbxThatWasRestartedCallsAtOnce() {
        try (Baresip dan = office.phone(pbx.phone(RESTARTED))) {
            pbx.kill();
            pbx.restart();
            dan.call(pbx.uri("1105"));
            office.require("dan is in the room", () -> gateway().inRoom("1105") == 1);
            dan.hangUp();
        }
        over();
    }

    /** Without registration and password, as the second part of the page has it. */
    @Test
    void bothArePeers() {
        try (GatewayProcess beside = GatewayProcess.start();
                Asterisk peer = asterisk(PAGE.block("endpoint=tandem")
                        .replace("192.0.2.20:5060", beside.address())
                        .replace("192.0.2.20", "127.0.0.1"))) {
            beside.reconfigure(
                    here("    mode: peer", peer).replace("from: [" + peer.address(), "from: [" + Asterisk.HOST));
            requireOf(
                    peer,
                    "the trunk is reachable",
                    () -> beside.command("trunks").contains("reachable"));
            Patience.require( // its first question comes within the 30 s of qualify_frequency
                    () -> "the PBX reaches it\n" + peer.log(),
                    Duration.ofSeconds(40),
                    () -> peer.says("pjsip show contacts")
                            .lines()
                            .anyMatch(line -> line.contains("tandem/sip:") && line.contains("Avail")));
            try (Baresip ben = office.phone(peer.phone("201").tone(1000));
                    Baresip ann = Baresip.named("ann").tone(700).start()) {
                ann.call(beside.uri("1000"));
                ben.call(peer.uri("1000"));
                requireOf(peer, "the two hear each other", () -> hears(ann, 1000) && hears(ben, 700));
                ben.hangUp();
                requireOf(peer, "ben is out of it", () -> beside.inRoom("1000") == 1);
                beside.post("/v1/rooms/1000/calls", "{\"to\": \"201\", \"trunk\": \"office\"}");
                requireOf(peer, "ann hears ben again", () -> beside.inRoom("1000") == 2 && hears(ann, 1000));
            }
        }
    }

    private static void requireOf(Asterisk peer, String sentence, BooleanSupplier fact) {
        Patience.require(() -> sentence + "\n" + peer.log(), Duration.ofSeconds(20), fact);
    }
}
