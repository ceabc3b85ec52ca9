package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Linphonec;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Phone;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/** Two phones in one room: each hears the other's tone at the level it was said, without a gap, and not itself. */
@Isolated("linphone needs the machine for itself")
class TwoPhonesTalkInARoomStory {
    private static final Duration TALK = Duration.ofSeconds(13);
    private static final long WELCOME_MS = 2500;
    private static final long TEN_SECONDS_MS = 10_000;

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 1100", "PCMA, 1101", "G722, 1102", "OPUS, 1103"})
    void withTheSameCodec(Baresip.Codec codec, String room) {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann").codec(codec).tone(1000).start();
                    Baresip ben = Baresip.named("ben").codec(codec).tone(700).start()) {
                talk(ears, room, ann, 1000, ben, 700);
            }
        });
    }

    @Test
    void withG711AndOpus() {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann")
                            .codec(Baresip.Codec.PCMU)
                            .tone(1000)
                            .start();
                    Baresip ben = Baresip.named("ben")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start()) {
                talk(ears, "1000", ann, 1000, ben, 700);
            }
        });
    }

    @Test
    void withG722AndOpus() {
        Undisturbed.tell(ears -> {
            try (Baresip ann = Baresip.named("ann")
                            .codec(Baresip.Codec.G722)
                            .tone(1000)
                            .start();
                    Baresip ben = Baresip.named("ben")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start()) {
                talk(ears, "1001", ann, 1000, ben, 700);
            }
        });
    }

    @Test
    void whenOneIsLinphone() {
        Undisturbed.tell(ears -> {
            try (Linphonec ann = new Linphonec(1000, false);
                    Baresip ben = Baresip.named("ben")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start()) {
                talk(ears, "1002", ann, 1000, ben, 700);
            }
        });
    }

    private static void talk(Undisturbed ears, String room, Phone ann, double annHz, Phone ben, double benHz) {
        ann.call(gateway.uri(room));
        ben.call(gateway.uri(room));
        Patience.require("both are on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 2);
        ears.listen(TALK);
        ann.hangUp();
        ben.hangUp();
        Patience.require("the room is empty", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 0);
        assertHears("ben", ben.heard(), annHz, benHz);
        assertHears("ann", ann.heard(), benHz, annHz);
    }

    /** The last ten seconds before the end: what was said earlier may be a prompt. */
    private static void assertHears(String who, Wav heard, double other, double itself) {
        long end = heard.ms() - 500;
        assertTrue(end > WELCOME_MS + TEN_SECONDS_MS - 1500, who + " recorded " + heard.ms() + " ms");
        Wav talk = heard.between(end - TEN_SECONDS_MS, end);
        talk.meter(other).assertSteady(who + " hears the other", -20);
        double own = talk.meter(itself).loudestDb();
        assertTrue(own < -40, who + " hears itself at " + own + " dB");
    }
}
