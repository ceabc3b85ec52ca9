package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.Browser;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.RoomPage;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/**
 * A desk phone and a browser in one room: each hears the other's tone at the level it was said, without a gap, and not itself; the
 * page shows the phone as a phone, that it speaks, and that it muted itself.
 */
@Isolated("sound is measured in a browser")
class PhoneMeetsBrowserStory {
    private static final Duration TALK = Duration.ofSeconds(12);
    private static final long TEN_SECONDS_MS = 10_000;

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

    @ParameterizedTest
    @CsvSource({"PCMU, 1000, 1000, 700", "OPUS, 1001, 700, 1000"})
    void inOneRoom(Baresip.Codec codec, String room, double phoneHz, double browserHz) {
        Undisturbed.tell(ears -> {
            try (Baresip ben = Baresip.named("ben").codec(codec).tone(phoneHz).start();
                    RoomPage ann = browser.person("Ann").tone(browserHz).opens(gateway, room)) {
                ben.call(gateway.uri(room));
                ann.joins();
                ears.listen(TALK);
                assertHears("ann", ann.heard(), phoneHz, browserHz);
                assertHears("ben", ben.heard(), browserHz, phoneHz);
                seesAPhone(ann, ben, codec.name().toLowerCase(java.util.Locale.ROOT) + "-" + room);
                ben.hangUp();
                ann.require("the phone is gone from the list", () -> ann.people() == 1);
            }
        });
    }

    private static void seesAPhone(RoomPage ann, Baresip ben, String title) {
        String row = RoomPage.row("ben");
        ann.require("both are on the list", () -> ann.people() == 2);
        ann.require("ben is a phone", () -> ann.shows(row + " .face.phone"));
        ann.require("ben speaks", () -> ann.shows(row + ".speaks .tag.speaking"));
        ann.require("ann speaks", () -> ann.shows(ann.ownRow() + ".speaks .tag.speaking"));
        ann.picture("phone-speaks-" + title);
        ben.press("*6");
        ann.require("ben is muted, at once", Duration.ofSeconds(2), () -> ann.shows(row + " .tag.muted"));
        ann.require("and speaks no more", Duration.ofSeconds(2), () -> !ann.shows(row + " .tag.speaking"));
        ann.picture("phone-muted-" + title);
    }

    /** The last ten seconds: what was said earlier may be a prompt. */
    private static void assertHears(String who, Wav heard, double other, double itself) {
        long end = heard.ms() - 300;
        assertTrue(end > TEN_SECONDS_MS, who + " recorded " + heard.ms() + " ms");
        Wav talk = heard.between(end - TEN_SECONDS_MS, end);
        talk.meter(other).assertSteady(who + " hears the other", -20);
        double own = talk.meter(itself).loudestDb();
        assertTrue(own < -40, who + " hears itself at " + own + " dB");
    }
}
