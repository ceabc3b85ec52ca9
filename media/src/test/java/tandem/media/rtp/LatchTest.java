package tandem.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a session listens to and sends to. */
class LatchTest {
    private static final long MS = 1_000_000;
    private static final InetSocketAddress DESCRIBED = new InetSocketAddress("192.0.2.1", 4000);
    private static final InetSocketAddress BEHIND_NAT = new InetSocketAddress("198.51.100.7", 61_000);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.1", 4008);
    private static final InetSocketAddress HIJACKER = new InetSocketAddress("203.0.113.9", 9_999);

    private final Latch latch = new Latch();
    private long now = 5_000 * MS;

    private boolean hears(InetSocketAddress from) {
        now += 20 * MS;
        return latch.accepts(from, !from.equals(HIJACKER), now);
    }

    @Test
    void returnsToThePeerItDescribedFromWhoeverSpokeFirst() {
        latch.describe(DESCRIBED);
        for (int i = 0; i < 5; i++) {
            hears(HIJACKER);
        }
        assertEquals(Optional.of(HIJACKER), latch.target());
        for (int i = 0; i < 3; i++) {
            hears(HIJACKER);
            hears(DESCRIBED);
        }
        assertEquals(Optional.of(DESCRIBED), latch.target());
        assertFalse(hears(HIJACKER));
    }

    @Test
    void doesNotGiveAMutedPhoneAwayToAStranger() {
        latch.describe(DESCRIBED);
        assertTrue(hears(DESCRIBED));
        for (int i = 0; i < 200; i++) {
            assertFalse(hears(HIJACKER));
        }
        assertTrue(hears(DESCRIBED));
    }

    @Test
    void followsAPeerBehindNatFromWhereItsPacketsPersistentlyCome() {
        latch.describe(DESCRIBED);
        assertTrue(hears(BEHIND_NAT), "nothing is lost meanwhile");
        assertEquals(Optional.of(DESCRIBED), latch.target());
        assertTrue(hears(BEHIND_NAT));
        assertTrue(hears(BEHIND_NAT));
        assertEquals(Optional.of(BEHIND_NAT), latch.target());
    }

    @Test
    void keepsAHijackerOutWhileThePeerIsHeard() {
        latch.describe(DESCRIBED);
        assertTrue(hears(DESCRIBED));
        for (int i = 0; i < 100; i++) {
            assertFalse(hears(HIJACKER));
            assertTrue(hears(DESCRIBED));
        }
        assertEquals(Optional.of(DESCRIBED), latch.target());
    }

    @Test
    void followsAPortThatChangedOnceTheOldOneIsSilent() {
        latch.describe(DESCRIBED);
        assertTrue(hears(DESCRIBED));
        int refused = 0;
        while (!hears(OTHER_PORT)) {
            refused++;
        }
        assertTrue(refused >= 9 && refused <= 14, "after " + refused);
        assertEquals(Optional.of(OTHER_PORT), latch.target());
    }

    @Test
    void followsAnotherAddressOnlyAfterASecondOfSilence() {
        latch.describe(DESCRIBED);
        assertTrue(hears(DESCRIBED));
        int refused = 0;
        while (!hears(BEHIND_NAT)) {
            refused++;
        }
        assertTrue(refused >= 49 && refused <= 54, "after " + refused);
    }

    @Test
    void startsAnewWhereAReInviteMovesThePeer() {
        latch.describe(DESCRIBED);
        assertTrue(hears(DESCRIBED));
        latch.describe(OTHER_PORT);
        assertEquals(Optional.of(OTHER_PORT), latch.target());
        assertTrue(hears(OTHER_PORT));
        assertFalse(hears(HIJACKER));
    }

    @Test
    void knowsNoTargetForTheOldHold() {
        latch.describe(new InetSocketAddress("0.0.0.0", 4000));
        assertEquals(Optional.empty(), latch.target());
    }
}
