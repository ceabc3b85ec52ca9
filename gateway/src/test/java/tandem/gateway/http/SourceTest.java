package tandem.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.call.Cidr;

class SourceTest {
    private final Source behindProxy = new Source(List.of(
            Cidr.parse("127.0.0.1").orElseThrow(), Cidr.parse("10.0.0.0/8").orElseThrow()));
    private final Source open = new Source(List.of());

    private static Optional<InetAddress> address(String literal) {
        return Optional.of(InetAddress.ofLiteral(literal));
    }

    @Test
    void withoutTheHeaderItIsThePeer() {
        assertEquals(address("127.0.0.1"), open.of("127.0.0.1", Optional.empty()));
        assertEquals(address("::1"), open.of("[::1]", Optional.empty()));
    }

    @Test
    void aHeaderFromSomebodyNotTrustedMakesItUnknown() {
        assertEquals(Optional.empty(), open.of("127.0.0.1", Optional.of("127.0.0.1")));
    }

    @Test
    void trustedProxiesAreWalkedFromTheNearest() {
        assertEquals(address("192.0.2.9"), behindProxy.of("127.0.0.1", Optional.of("192.0.2.9")));
        assertEquals(address("192.0.2.9"), behindProxy.of("127.0.0.1", Optional.of("192.0.2.9, 10.1.1.1")));
        assertEquals(address("192.0.2.9"), behindProxy.of("127.0.0.1", Optional.of("127.0.0.1, 192.0.2.9")));
    }

    @Test
    void nonsenseInTheHeaderIsNobody() {
        assertEquals(Optional.empty(), behindProxy.of("127.0.0.1", Optional.of("unknown")));
    }
}
