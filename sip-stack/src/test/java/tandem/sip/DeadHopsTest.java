package tandem.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;
import tandem.sip.transport.Hop;
import tandem.sip.transport.TransportType;

class DeadHopsTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final DeadHops dead = new DeadHops(loop.clock());
    private final Hop first = hop("192.0.2.1");
    private final Hop second = hop("192.0.2.2");
    private final Hop third = hop("192.0.2.3");

    private static Hop hop(String address) {
        return Hop.to(TransportType.UDP, new InetSocketAddress(address, 5060));
    }

    private List<Hop> order() {
        return dead.order(List.of(first, second, third));
    }

    @Test
    void theDeadGoLastUntilTheirTimeIsUp() {
        dead.avoid("UDP", first.address(), 60_000_000_000L);
        dead.avoid("TCP", second.address(), 60_000_000_000L);
        assertEquals(List.of(second, third, first), order());
        loop.advanceMs(60_000);
        assertEquals(List.of(first, second, third), order());
    }

    @Test
    void whoAnswersIsForgiven() {
        dead.avoid("UDP", first.address(), 60_000_000_000L);
        dead.forgive("UDP", first.address());
        assertEquals(List.of(first, second, third), order());
    }

    @Test
    void remembersABoundedNumber() {
        dead.avoid("UDP", first.address(), 60_000_000_000L);
        for (int i = 1; i <= 1024; i++) {
            dead.avoid("UDP", new InetSocketAddress("198.51.100.1", i), 60_000_000_000L);
        }
        assertEquals(List.of(first, second, third), order());
    }
}
