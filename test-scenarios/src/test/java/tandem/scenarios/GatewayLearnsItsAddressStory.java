package tandem.scenarios;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Coturn;
import tandem.scenarios.kit.GatewayProcess;
import tandem.scenarios.kit.Patience;

/** A gateway asks a STUN server of Debian's how it is seen from outside, before it says that it is ready. */
class GatewayLearnsItsAddressStory {
    @Test
    void byAStunServer() {
        try (Coturn server = new Coturn("127.0.0.1");
                GatewayProcess gateway = GatewayProcess.startWith(
                        "",
                        Map.of(
                                "TANDEM_SIP_PUBLIC_ADDRESS", "stun:" + server.stun(),
                                "TANDEM_MEDIA_PUBLIC_ADDRESS", "stun:" + server.stun()))) {
            Patience.require(
                    () -> String.join("\n", gateway.log()) + server.log(),
                    Duration.ofSeconds(10),
                    () -> gateway.log().stream()
                            .anyMatch(line -> line.contains("seen from outside as 127.0.0.1, says STUN")));
        }
    }
}
