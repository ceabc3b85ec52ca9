package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.Baresip;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;
import tandem.scenarios.kit.Undisturbed;

/** A rule of the dial plan sends a call on to a SIP address, and whatever one side does reaches the other. */
class TwoLegCallStory {
    /** Calls to p followed by a port go to that port of this machine, so that one gateway serves all. */
    private static final String TO_A_PORT =
            "  - {name: port, when: {to: 'p(\\d+)'}, go: {address: 'sip:ben@127.0.0.1:$1'}}\n";

    private static final Pattern FLOW = Pattern.compile("(\\d+)/(\\d+)-(\\d+)");

    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(TO_A_PORT, Map.of("TANDEM_MEDIA_HOLD_MUSIC", "off"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /**
     * The flow to each side is least number of packets that come from the other side / share of them, in percent, that goes on: a
     * hold takes the share away that its time has of the call, and a resume that is not heeded would take more. Early media has
     * to be counted too where the call is up for a second only. Nothing where the other side says nothing.
     */
    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({
        "room-call, uas-answer, 150/95-101, 150/95-101",
        "hold-resume, uas-held, 70/35-65, 70/95-101",
        "hold-inactive, uas-answer, 60/34-60, 60/55-85",
        "reinvite-late-offer, uas-answer, 10/95-101, ''",
        "late-offer, uas-answer, 70/90-101, 70/90-101",
        "dtmf-info-key, uas-dtmf-info, '', 30/90-101",
        "dtmf-pin, uas-dtmf-info-pin, '', ''",
        "cancel, uas-ring, '', ''",
        "busy, uas-busy, '', ''",
        "early-media, uas-early-media, 75/95-101, ''",
        "call-until-bye, uas-bye, 60/90-101, 60/90-101",
        "call-until-bye, uas-reinvite-late-offer, '', 20/90-101",
        "call-held, uas-hold, 70/95-101, 70/35-65",
        "glare, uas-hold-stay, 200/95-101, ''",
        "glare-crossing, uas-hold-stay, 200/95-101, ''",
        "prack, uas-answer, '', ''",
        "room-call, uas-prack, '', 150/95-101"
    })
    void betweenTwoSipps(String caller, String callee, String toCaller, String toCallee) {
        try (Sipp answering = Sipp.scenario(callee).start();
                Sipp calling = Sipp.scenario(caller)
                        .to(gateway.address())
                        .user("p" + answering.port())
                        .start()) {
            calling.succeed();
            answering.succeed();
            Patience.require("no call is left", Duration.ofSeconds(5), () -> gateway.callsLeft() == 0);
            assertFlow(gateway.callTo("p" + answering.port()), toCaller, toCallee);
        }
    }

    private static void assertFlow(JsonNode call, String toCaller, String toCallee) {
        Map<String, JsonNode> legs = new HashMap<>();
        call.required("legs").forEach(leg -> legs.put(leg.required("direction").asText(), leg));
        assertEquals(Set.of("inbound", "outbound"), legs.keySet());
        assertFlow("outbound", "inbound", legs, toCaller);
        assertFlow("inbound", "outbound", legs, toCallee);
    }

    private static void assertFlow(String from, String to, Map<String, JsonNode> legs, String flow) {
        Matcher wanted = FLOW.matcher(flow);
        if (!wanted.matches()) {
            assertEquals("", flow);
            return;
        }
        long came = packets(legs, from, "packets-received");
        long went = packets(legs, to, "packets-sent");
        String words = came + " packets came " + from + ", " + went + " went on " + to + ", wanted " + flow;
        assertTrue(came >= number(wanted, 1), words);
        assertTrue(100 * went >= came * number(wanted, 2) && 100 * went <= came * number(wanted, 3), words);
    }

    private static long packets(Map<String, JsonNode> legs, String leg, String which) {
        return Objects.requireNonNull(legs.get(leg)).required(which).asLong();
    }

    private static long number(Matcher flow, int group) {
        return Long.parseLong(flow.group(group));
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({"reinvite-new-port, uas-answer", "call-until-bye, uas-reinvite"})
    void mediaMovesToTheNewPort(String caller, String callee) {
        try (Sipp answering = Sipp.scenario(callee).start();
                Sipp calling = Sipp.scenario(caller)
                        .to(gateway.address())
                        .user("p" + answering.port())
                        .start()) {
            Sipp moving = callee.equals("uas-reinvite") ? answering : calling;
            moving.requireMediaMoves();
            calling.succeed();
            answering.succeed();
        }
    }

    @Test
    void pcmuOnOneLegAndOpusOnTheOther() {
        Undisturbed.tell(ears -> {
            try (Baresip ben = Baresip.named("ben")
                            .codec(Baresip.Codec.OPUS)
                            .tone(700)
                            .start();
                    Baresip ann = Baresip.named("ann")
                            .codec(Baresip.Codec.PCMU)
                            .tone(1000)
                            .start()) {
                ann.call(gateway.uri("p" + ben.socketAddress().getPort()));
                ears.listen(Duration.ofSeconds(6));
                ben.heard().last(3000).meter(1000).assertSteady("ben hears ann", -20);
                ann.heard().last(3000).meter(700).assertSteady("ann hears ben", -20);
                ann.press("5");
                Patience.require("the key came through", Duration.ofSeconds(3), () -> ben.said("received event: '5'"));
                ben.press("7");
                Patience.require("and one came back", Duration.ofSeconds(3), () -> ann.said("received event: '7'"));
                ben.hangUp();
                Patience.require("the other leg ends too", Duration.ofSeconds(3), () -> !ann.inCall());
            }
        });
    }
}
