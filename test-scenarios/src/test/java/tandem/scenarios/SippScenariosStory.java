package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;

/** Each scenario of test-scenarios/sipp that calls the gateway itself ends well. */
class SippScenariosStory {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startWith(GatewayProcess.rule("away", 9));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "room-call, 1001",
        "late-offer, 1002",
        "hold-resume, 1003",
        "hold-inactive, 1004",
        "reinvite-late-offer, 1006",
        "session-timer-uac, 1007",
        "session-timer-422, 1008",
        "options, 1009",
        "message-in-dialog, 1019",
        "big-message, 1010",
        "compact-message, 1011",
        "unknown-method, 1012",
        "bad-extension, 1013",
        "unknown-content, 1014",
        "no-dialog, 1015",
        "max-forwards, away",
        "no-codec, 1017",
        "video-refused, 1018",
        "not-found, nobody"
    })
    void endsWell(String scenario, String user) {
        Sipp.scenario(scenario).to(gateway.address()).user(user).succeed();
    }

    @Test
    void theRoomFollowsMediaToANewPort() {
        try (Sipp run = Sipp.scenario("reinvite-new-port")
                .to(gateway.address())
                .user("1005")
                .start()) {
            run.requireMediaMoves();
            run.succeed();
        }
    }

    @ParameterizedTest(name = "{0} over TCP")
    @CsvSource({"room-call, 1101", "hold-resume, 1102", "big-message, 1103", "options, 1104", "no-dialog, 1105"})
    void endsWellOverTcp(String scenario, String user) {
        Sipp.scenario(scenario)
                .to(gateway.address())
                .user(user)
                .with("-t", "t1")
                .succeed();
    }

    @ParameterizedTest(name = "{0} brings its caller into the room")
    @CsvSource({"dtmf-pin", "dtmf-info-pin"})
    void aPinOpensTheRoom(String scenario) {
        try (Sipp run =
                Sipp.scenario(scenario).to(gateway.address()).user("1258").start()) {
            Patience.require("it is asked for the PIN", Duration.ofSeconds(5), () -> isUp("1258"));
            assertEquals(0, gateway.inRoom("1258"), "who has not entered the PIN is not in the room");
            Patience.require("it is in the room", Duration.ofSeconds(10), () -> gateway.inRoom("1258") == 1);
            run.succeed();
            Patience.require("the room is empty", Duration.ofSeconds(5), () -> gateway.inRoom("1258") == 0);
        }
    }

    private static boolean isUp(String user) {
        return gateway.calls().stream()
                .anyMatch(call -> call.required("dialled").asText().equals(user)
                        && call.required("state").asText().equals("up"));
    }

    /** The longest of them: the gateway refreshes at half of the least session time, which is 90 s. */
    @Test
    void theGatewayRefreshesTheSession() {
        Sipp.scenario("session-timer-uas")
                .to(gateway.address())
                .user("1200")
                .within(Duration.ofSeconds(70))
                .succeed();
    }

    @Test
    void twentyAtATime() {
        List<String> pace = List.of("-r", "20", "-l", "20");
        Sipp.scenario("room-call")
                .to(gateway.address())
                .user("1300")
                .calls(20)
                .with(pace.toArray(new String[0]))
                .succeed();
    }
}
