package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.ToneMeter;
import tandem.scenarios.kit.Undisturbed;
import tandem.scenarios.kit.Wav;

/** A rule of the dial plan sends a call on to a SIP address, and whatever one side does reaches the other. */
class TwoLegCallStory {
    /** Calls to p followed by a port go to that port of this machine, so that one gateway serves all. */
    private static final String TO_A_PORT =
            "  - {name: port, when: {to: 'p(\\d+)'}, go: {address: 'sip:ben@127.0.0.1:$1'}}\n";

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(TO_A_PORT);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({
        "room-call, uas-answer",
        "hold-resume, uas-answer",
        "hold-inactive, uas-answer",
        "reinvite-new-port, uas-answer",
        "reinvite-late-offer, uas-answer",
        "late-offer, uas-answer",
        "dtmf-info-key, uas-dtmf-info",
        "cancel, uas-ring",
        "busy, uas-busy",
        "early-media, uas-early-media",
        "call-until-bye, uas-bye",
        "call-until-bye, uas-reinvite",
        "call-until-bye, uas-reinvite-late-offer",
        "call-until-bye, uas-hold",
        "glare, uas-hold-stay",
        "glare-crossing, uas-hold-stay",
        "prack, uas-answer",
        "room-call, uas-prack"
    })
    void betweenTwoSipps(String caller, String callee) {
        try (Sipp answering = Sipp.scenario(callee).start();
                Sipp calling = Sipp.scenario(caller)
                        .to(gateway.address())
                        .user("p" + answering.port())
                        .start()) {
            calling.succeed();
            answering.succeed();
            Patience.require(
                    "no call is left",
                    Duration.ofSeconds(5),
                    () -> !gateway.get("/v1/calls").contains("\"state\":\"up\""));
        }
    }

    @Test
    void pcmuOnOneLegAndOpusOnTheOther() {
        Undisturbed.tell(() -> {
            try (Baresip ben = Baresip.named("ben")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start();
                    Baresip ann = Baresip.named("ann")
                            .codec(Baresip.Codec.PCMU)
                            .tone(1000)
                            .start()) {
                ann.call(gateway.uri("p" + ben.socketAddress().getPort()));
                Patience.pass(Duration.ofSeconds(6));
                assertHears("ben", ben.heard(), 1000);
                assertHears("ann", ann.heard(), 700);
                ann.press("5");
                Patience.require("the key came through", Duration.ofSeconds(3), () -> ben.said("received event: '5'"));
                ben.hangUp();
                Patience.require("the other leg ends too", Duration.ofSeconds(3), () -> !ann.inCall());
            }
        });
    }

    private static void assertHears(String who, Wav heard, double hz) {
        ToneMeter meter = new ToneMeter(heard.between(heard.ms() - 3000, heard.ms()), hz);
        assertEquals(-20, meter.levelDb(), 1.0, who + " hears the other");
        assertTrue(meter.longestGapMs(-23) <= 60, who + " misses " + meter.longestGapMs(-23) + " ms at a time");
    }
}
