package tandem.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;
import tandem.scenarios.kit.Sipp;

/** SIPp calls a gateway that knows no other address than IPv6's loopback. */
class CallsOverIpv6Story {
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.startOnIpv6();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0} by {2}")
    @CsvSource({"room-call, 1000, u1", "room-call, 1001, t1", "hold-resume, 1002, u1"})
    void isInTheRoomWithItsMedia(String scenario, String room, String transport) {
        try (Sipp ann = Sipp.scenario(scenario)
                .from("::1")
                .to(gateway.address())
                .user(room)
                .with("-t", transport)
                .start()) {
            Patience.require("it is on the roster", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 1);
            ann.succeed();
            Patience.require("it has left the room", Duration.ofSeconds(5), () -> gateway.inRoom(room) == 0);
        }
        JsonNode leg = gateway.callTo(room).required("legs").required(0);
        assertTrue(leg.required("packets-received").asInt() > 50, leg.toString());
        assertTrue(leg.required("packets-sent").asInt() > 50, leg.toString());
        assertEquals(0, gateway.callsLeft());
    }
}
