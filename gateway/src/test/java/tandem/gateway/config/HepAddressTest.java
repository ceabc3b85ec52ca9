package tandem.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HepAddressTest {
    @Test
    void isReadAsItIsWritten() {
        for (String text : List.of("off", "udp:homer.example.org:9060", "tcp:192.0.2.1:9061")) {
            assertEquals(text, HepAddress.of(text).toString());
        }
        assertEquals(
                Optional.of(new HepAddress.Place(true, "2001:db8::1", 9060)),
                HepAddress.of("tcp:[2001:db8::1]:9060").place());
    }

    @Test
    void whatIsNoneIsRefused() {
        for (String text :
                List.of("", "homer", "homer:9060", "udp:homer", "udp::9060", "sctp:h:1", "udp:h:0", "udp:a:b:1")) {
            assertThrows(IllegalArgumentException.class, () -> HepAddress.of(text), text);
        }
    }
}
