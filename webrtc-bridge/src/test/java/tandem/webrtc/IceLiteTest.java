package tandem.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceLiteTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Credentials FIRST = new Credentials("first", "password-of-the-first-one");
    private static final Credentials SECOND = new Credentials("second", "password-of-the-second");

    private final IceLite agent = new IceLite(FIRST, 0);
    private final Path wifi = new Path(1);
    private final Path mobile = new Path(2);
    private long nowNs = SECOND_NS;

    private static final class Path extends Way {
        private final int port;
        private final List<Boolean> known = new ArrayList<>();

        Path(int port) {
            this.port = port;
        }

        @Override
        boolean send(byte[] datagram, int offset, int length) {
            return true;
        }

        @Override
        InetSocketAddress peer() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        void known(boolean yes) {
            known.add(yes);
        }
    }

    private IceLite.Verdict check(Credentials with, Way way, boolean nominate) {
        return agent.onCheck(
                Checks.read(Checks.usual(with.ufrag() + ":theirs", with.password(), nominate, 1)), way, nowNs);
    }

    private int refusal(byte[] octets) {
        return ((IceLite.Verdict.Refused) agent.onCheck(Checks.read(octets), wifi, nowNs)).code();
    }

    @Test
    void sendsNowhereBeforeACheck() {
        assertNull(agent.selected(nowNs));
    }

    @Test
    void sendsWhereTheFirstValidCheckCameFrom() {
        assertInstanceOf(IceLite.Verdict.Valid.class, check(FIRST, wifi, false));
        assertSame(wifi, agent.selected(nowNs));
    }

    @Test
    void followsTheNominationAndNotTheChecksBesideIt() {
        check(FIRST, mobile, true);
        check(FIRST, wifi, false);
        assertSame(mobile, agent.selected(nowNs));
        check(FIRST, wifi, true);
        assertSame(wifi, agent.selected(nowNs));
    }

    @Test
    void refusesWhatIsUnsignedWronglySignedForAnotherOrFromAControlledPeer() {
        assertEquals(400, refusal(Checks.request(1).username("first:theirs").octets()));
        assertEquals(401, refusal(Checks.usual("first:theirs", "guessed", true, 1)));
        assertEquals(401, refusal(Checks.usual("another:theirs", FIRST.password(), true, 1)));
        byte[] confused = Checks.request(1)
                .username("first:theirs")
                .controlled()
                .signed(FIRST.password())
                .octets();
        assertEquals(487, refusal(confused));
        assertNull(agent.selected(nowNs));
    }

    @Test
    void keepsTheOldWayDuringARestartUntilTheNewOneIsNominated() {
        check(FIRST, wifi, true);
        assertNull(agent.restart(SECOND, nowNs));
        check(FIRST, wifi, true);
        assertSame(wifi, agent.selected(nowNs));
        check(SECOND, mobile, true);
        assertSame(mobile, agent.selected(nowNs));
        assertInstanceOf(IceLite.Verdict.Refused.class, check(FIRST, wifi, true));
    }

    @Test
    void sendsNothingAThirtySecondsAfterTheLastCheck() {
        check(FIRST, wifi, true);
        long last = nowNs;
        assertNotNull(agent.selected(last + 29 * SECOND_NS));
        assertNull(agent.selected(last + 30 * SECOND_NS));
        assertNull(agent.lost(last + 59 * SECOND_NS));
        assertNotNull(agent.lost(last + 60 * SECOND_NS));
    }

    @Test
    void givesWhoComesBackLateTheTimeToBeFound() {
        check(FIRST, wifi, true);
        long late = nowNs + 59 * SECOND_NS;
        assertNull(agent.restart(SECOND, late));
        assertNull(agent.lost(late + 59 * SECOND_NS));
    }

    @Test
    void isThereByAWayWhileChecksCome() {
        check(FIRST, wifi, true);
        assertTrue(agent.livesBy(wifi, nowNs + 9 * SECOND_NS));
        assertFalse(agent.livesBy(wifi, nowNs + 10 * SECOND_NS));
        assertFalse(agent.livesBy(mobile, nowNs));
    }

    @Test
    void tellsThatNoWayWasFound() {
        assertNull(agent.lost(29 * SECOND_NS));
        assertTrue(String.valueOf(agent.lost(30 * SECOND_NS)).contains("no way"));
    }

    @Test
    void remembersSixteenWaysAndDropsTheOldestButTheOneInUse() {
        check(FIRST, wifi, true);
        List<Path> more = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            more.add(new Path(100 + i));
            check(FIRST, more.get(i), false);
        }
        assertSame(wifi, agent.selected(nowNs));
        assertEquals(16, agent.ways().size());
        assertEquals(List.of(false), more.getFirst().known);
        assertEquals(List.of(), wifi.known);
    }

    @Test
    void fallsBackWhenAConnectionIsClosed() {
        check(FIRST, wifi, false);
        check(FIRST, mobile, true);
        agent.forget(mobile);
        assertSame(wifi, agent.selected(nowNs));
    }
}
