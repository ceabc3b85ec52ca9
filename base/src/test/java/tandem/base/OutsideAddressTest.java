package tandem.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideAddressTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<OutsideAddress.Network> networks = new ArrayList<>(List.of(
            new OutsideAddress.Network(InetAddress.ofLiteral("127.0.0.1"), 8),
            new OutsideAddress.Network(InetAddress.ofLiteral("10.1.4.5"), 22),
            new OutsideAddress.Network(InetAddress.ofLiteral("2001:db8:5::5"), 64)));

    private OutsideAddress seenAs(String address) {
        return new OutsideAddress(
                Optional.of(InetAddress.ofLiteral(address)), loop.clock(), () -> List.copyOf(networks));
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 203.0.113.5, true", // the Internet
        "100.64.3.3, 203.0.113.5, true", // a carrier's translation
        "127.0.0.1, 203.0.113.5, false",
        "169.254.1.1, 203.0.113.5, false",
        "10.1.7.255, 203.0.113.5, false", // our network
        "10.1.8.1, 203.0.113.5, false", // another site, by a tunnel
        "192.168.1.1, 203.0.113.5, false",
        "10.1.8.1, 192.168.9.9, true", // translation between private networks
        "10.1.7.255, 192.168.9.9, false",
        "10.1.7.255, 10.1.4.99, true", // an address that moves between machines of one network
        "198.51.100.7, 10.1.4.99, true",
        "2001:db8:77::1, 203.0.113.5, false", // another version
        "2001:db8:77::1, 2001:db8:99::1, true",
        "2001:db8:5::77, 2001:db8:99::1, false",
        "fd00::1, 2001:db8:99::1, false"
    })
    void isToldToThoseOutside(String peer, String outside, boolean told) {
        assertEquals(
                told ? Optional.of(InetAddress.ofLiteral(outside)) : Optional.empty(),
                seenAs(outside).towards(InetAddress.ofLiteral(peer)));
    }

    @Test
    void isNoneUntilItIsFoundAndSaysWhetherItChanged() {
        OutsideAddress outside = OutsideAddress.of(Optional.empty());
        InetAddress peer = InetAddress.ofLiteral("198.51.100.7");
        assertEquals(Optional.empty(), outside.towards(peer));
        InetAddress found = InetAddress.ofLiteral("203.0.113.5");
        assertTrue(outside.become(found));
        assertFalse(outside.become(found));
        assertEquals(Optional.of(found), outside.address());
        assertTrue(outside.become(InetAddress.ofLiteral("203.0.113.6")));
    }

    @Test
    void networksThatComeAreSeenWithinHalfAMinute() {
        OutsideAddress outside = seenAs("192.168.9.9");
        InetAddress peer = InetAddress.ofLiteral("10.9.9.9");
        assertTrue(outside.towards(peer).isPresent());
        networks.add(new OutsideAddress.Network(InetAddress.ofLiteral("10.9.0.1"), 16));
        assertTrue(outside.towards(peer).isPresent());
        loop.advanceMs(31_000);
        assertEquals(Optional.empty(), outside.towards(peer));
    }
}
