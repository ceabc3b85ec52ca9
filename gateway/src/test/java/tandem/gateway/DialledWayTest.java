package tandem.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialledWayTest {
    @Test
    void theUsualPortOfUdpNeedsNoWords() {
        assertEquals(Optional.of(""), DialledWay.of(Map.of("sip/udp", "0.0.0.0:5060", "sip/tcp", "0.0.0.0:5070")));
    }

    @Test
    void othersAreNamed() {
        assertEquals(Optional.of(":5070"), DialledWay.of(Map.of("sip/udp", "[::]:5070")));
        assertEquals(Optional.of(";transport=tcp"), DialledWay.of(Map.of("sip/tcp", "0.0.0.0:5060")));
        assertEquals(Optional.of(":5071;transport=tls"), DialledWay.of(Map.of("sip/tls", "0.0.0.0:5071")));
        assertEquals(Optional.empty(), DialledWay.of(Map.of("http", "0.0.0.0:8080")));
    }
}
