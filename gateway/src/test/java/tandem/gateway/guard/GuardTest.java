package tandem.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tandem.base.HandTurnedLoop;

class GuardTest {
    private static final InetAddress EVIL = InetAddress.ofLiteral("203.0.113.9");
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.7");

    /** The port by which phones here are registered. */
    private static final int PHONE = 40_101;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final Set<InetAddress> expected = new HashSet<>();
    private final Set<String> registered = new HashSet<>();
    private final Guard guard = new Guard(
            loop,
            new Guard.Known() {
                @Override
                public boolean expects(InetAddress source) {
                    return expected.contains(source);
                }

                @Override
                public boolean trunk(InetAddress source) {
                    return source.getHostAddress().equals("192.0.2.66");
                }

                @Override
                public boolean registered(InetAddress source, String user) {
                    return registered.contains(source.getHostAddress() + " " + user);
                }

                @Override
                public boolean registeredBy(InetSocketAddress remote, String user) {
                    return registered(remote.getAddress(), user) && remote.getPort() == PHONE;
                }
            },
            1_000);

    private boolean admitted(InetAddress source, String user) {
        return guard.admits(source, "REGISTER", user, "a phone");
    }

    private static InetSocketAddress at(InetAddress source, int port) {
        return new InetSocketAddress(source, port);
    }

    private Optional<Duration> locked(InetAddress source, String user) {
        return guard.locked(at(source, 5060), user);
    }

    private void guess(InetAddress source, String user, int times) {
        for (int i = 0; i < times; i++) {
            guard.onWrong(at(source, 5060), user, true, "REGISTER");
        }
    }

    @Test
    void packetsForgedInATrunksNameTakeItNotOffTheAir() {
        InetAddress trunk = InetAddress.ofLiteral("192.0.2.66");
        for (int i = 0; i < 20; i++) {
            guard.admits(trunk, "INVITE", "u" + i, "friendly-scanner");
            guard.onChallenged(trunk, "u" + i, "REGISTER");
        }
        loop.advanceMs(3_000);
        guard.onChallenged(trunk, "u21", "REGISTER");
        assertTrue(guard.admits(trunk, "INVITE", "+4930123", "a pbx"));
    }

    @Test
    void thoseWhoDidNotAnswerLongAgoAreForgotten() {
        for (int i = 0; i < 20; i++) {
            guard.onChallenged(HOME, "u" + i, "REGISTER");
            loop.advanceMs(700_000);
        }
        assertTrue(admitted(HOME, "101"));
    }

    @Test
    void fiveWrongPasswordsAreFreeThenEachCostsTwiceAsMuch() {
        guess(EVIL, "101", 5);
        assertEquals(Optional.empty(), locked(EVIL, "101"));
        guess(EVIL, "101", 1);
        assertEquals(Optional.of(Duration.ofSeconds(4)), locked(EVIL, "101"));
        loop.advanceMs(4_000);
        assertEquals(Optional.empty(), locked(EVIL, "101"));
        guess(EVIL, "101", 1);
        assertEquals(Optional.of(Duration.ofSeconds(8)), locked(EVIL, "101"));
        guess(EVIL, "101", 20);
        assertEquals(Optional.of(Duration.ofMinutes(15)), locked(EVIL, "101"));
        assertEquals(Optional.empty(), locked(HOME, "102"));
    }

    @Test
    void anHoursQuietForgetsThem() {
        guess(EVIL, "101", 6);
        loop.advanceMs(3_601_000);
        guess(EVIL, "101", 5);
        assertEquals(Optional.empty(), locked(EVIL, "101"));
    }

    /** Each from another place, as from a botnet. */
    private void guessFromManyPlaces(String user, int times) {
        for (int i = 0; i < times; i++) {
            guess(InetAddress.ofLiteral("203.0." + i + ".9"), user, 1);
        }
    }

    @Test
    void guessesFromManySourcesAreSlowedForTheAccountAndShutOutNobodyWhoDidNotGuess() {
        registered.add("198.51.100.7 101");
        guessFromManyPlaces("101", 30);
        assertEquals(Optional.of(Duration.ofMinutes(15)), locked(InetAddress.ofLiteral("203.0.7.9"), "101"));
        assertTrue(locked(InetAddress.ofLiteral("203.0.7.200"), "101").isPresent(), "its neighbours may be the same");
        assertEquals(Optional.empty(), locked(HOME, "101"), "where it is registered");
        InetAddress hotel = InetAddress.ofLiteral("192.0.2.200");
        assertEquals(Optional.empty(), locked(hotel, "101"), "its owner may be anywhere");
        guess(hotel, "101", 1);
        assertTrue(locked(hotel, "101").isPresent(), "one look was free");
        assertEquals(Optional.empty(), locked(hotel, "102"));
    }

    @Test
    void noNumberOfGuessesOpensWhatIsShut() {
        guessFromManyPlaces("101", 200);
        guess(EVIL, "102", 200);
        assertEquals(Optional.of(Duration.ofMinutes(15)), locked(InetAddress.ofLiteral("203.0.7.9"), "101"));
        assertEquals(Optional.of(Duration.ofHours(1)), locked(EVIL, "102"));
    }

    @Test
    void whoSentAWrongOneMoreThanAnHourAgoIsLookedAtAgain() {
        guessFromManyPlaces("101", 30);
        loop.advanceMs(3_601_000);
        for (int i = 0; i < 30; i++) {
            guess(InetAddress.ofLiteral("2001:db8:" + i + "::1"), "101", 1);
        }
        assertEquals(Optional.empty(), locked(InetAddress.ofLiteral("203.0.7.9"), "101"));
        assertTrue(locked(InetAddress.ofLiteral("2001:db8:7:ffff::2"), "101").isPresent());
    }

    @Test
    void whoGuessesBehindTheAddressOfARegisteredPhoneIsHeldUpAndThePhoneIsNot() {
        registered.add("198.51.100.7 101");
        guess(HOME, "101", 5);
        assertEquals(Optional.empty(), locked(HOME, "101"));
        guess(HOME, "101", 1);
        assertEquals(Optional.of(Duration.ofSeconds(4)), locked(HOME, "101"));
        assertEquals(Optional.empty(), guard.locked(at(HOME, PHONE), "101"));
        int looked = 0;
        for (int second = 0; second < 3_600; second++) {
            loop.advanceMs(1_000);
            if (locked(HOME, "101").isEmpty()) {
                guess(HOME, "101", 1);
                looked++;
            }
        }
        assertEquals(900, looked, "one in four seconds, for ever");
        loop.advanceMs(4_000);
        assertEquals(Optional.empty(), locked(HOME, "101"), "nor longer, as the phone may have got another port");
    }

    @Test
    void aPhoneThatSendsWrongPasswordsOnItsOwnWayHoldsUpItselfAlone() {
        registered.add("198.51.100.7 101");
        for (int i = 0; i < 10; i++) {
            guard.onWrong(at(HOME, PHONE), "101", true, "REGISTER");
        }
        assertEquals(Optional.of(Duration.ofSeconds(4)), guard.locked(at(HOME, PHONE), "101"));
        assertEquals(Optional.empty(), locked(HOME, "101"));
    }

    @Test
    void whoHasShownItsPasswordIsHeldUpByOthersAtTheSameAddressForSecondsOnly() {
        guard.onRight(HOME, "101", "101");
        guess(HOME, "101", 100);
        guess(HOME, "102", 100);
        assertEquals(Optional.of(Duration.ofSeconds(4)), locked(HOME, "101"));
        loop.advanceMs(4_000);
        assertEquals(Optional.empty(), locked(HOME, "101"));
        assertTrue(locked(HOME, "102").isPresent());
        assertTrue(locked(HOME, "103").isPresent());
    }

    @Test
    void aRightPasswordGivesWhoGuessesBesideItNoNewTries() {
        guard.onRight(HOME, "101", "101");
        guess(HOME, "101", 6);
        guard.onRight(HOME, "101", "101");
        loop.advanceMs(4_000);
        guess(HOME, "101", 1);
        assertEquals(Optional.of(Duration.ofSeconds(4)), locked(HOME, "101"));
    }

    @Test
    void aPhoneWithAnOldPasswordShutsOutNoOtherBesideIt() {
        guard.onRight(HOME, "101", "101");
        guess(HOME, "101", 200);
        assertEquals(Optional.empty(), locked(HOME, "102"));
        guard.onChanged("101");
        guess(HOME, "101", 51);
        assertTrue(locked(HOME, "102").isPresent(), "the right one was shown by nobody any more");
    }

    @Test
    void whoShowsAPasswordUnderOtherNamesIsNoScanner() {
        for (int i = 0; i < 20; i++) {
            guard.onChallenged(HOME, "caller " + i, "INVITE");
            guard.onRight(HOME, "pbx", "caller " + i);
            loop.advanceMs(5_000);
        }
        assertTrue(admitted(HOME, "pbx"));
        assertEquals(0, guard.counters().of(Reason.SCANNER));
    }

    @Test
    void anIpv6SubscriberIsOneSourceWhateverAddressItTakes() {
        for (int i = 0; i < 6; i++) {
            guess(InetAddress.ofLiteral("2001:db8:1:2::" + i), "101", 1);
        }
        assertTrue(locked(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"), "101").isPresent());
        assertFalse(locked(InetAddress.ofLiteral("2001:db8:1:3::1"), "101").isPresent());
    }

    @Test
    void whoAsksForManyUsersAndIsNoneOfThemGetsNoMoreAnswers() {
        for (int i = 0; i < 8; i++) {
            assertTrue(admitted(EVIL, "10" + i));
            guard.onChallenged(EVIL, "10" + i, "REGISTER");
            loop.advanceMs(1_000);
        }
        loop.advanceMs(2_000);
        assertTrue(admitted(EVIL, "110"));
        guard.onChallenged(EVIL, "110", "REGISTER");
        assertFalse(admitted(EVIL, "111"));
        assertTrue(admitted(HOME, "111"));
        loop.advanceMs(60_000);
        assertTrue(admitted(EVIL, "111"));
        assertEquals(1, guard.counters().of(Reason.SCANNER));
        assertEquals(1, guard.counters().unanswered());
    }

    @Test
    void aFastScanIsFoundByItsNumberOfUsers() {
        int answered = 0;
        for (int i = 0; i < 500; i++) {
            if (admitted(EVIL, "u" + i)) {
                answered++;
                guard.onChallenged(EVIL, "u" + i, "REGISTER");
            }
        }
        assertTrue(answered <= 257, () -> "it was answered");
    }

    @Test
    void anOfficeWhosePhonesAllBeginAtOnceIsNoScanner() {
        expected.add(HOME);
        for (int i = 0; i < 600; i++) {
            assertTrue(admitted(HOME, "1" + i));
            guard.onChallenged(HOME, "1" + i, "REGISTER");
        }
        for (int i = 0; i < 600; i++) {
            assertTrue(admitted(HOME, "1" + i));
            guard.onRight(HOME, "1" + i, "1" + i);
        }
        loop.advanceMs(10_000);
        for (int i = 0; i < 600; i++) {
            guard.onChallenged(HOME, "1" + i, "REGISTER");
        }
        assertTrue(admitted(HOME, "1600"));
        assertEquals(0, guard.counters().of(Reason.SCANNER));
    }

    @Test
    void wrongPasswordsForManyUsersAreAScanToo() {
        for (int i = 0; i < 8; i++) {
            guard.onWrong(at(EVIL, 5060), "10" + i, false, "REGISTER");
        }
        assertFalse(admitted(EVIL, "101"));
        assertEquals(8, guard.counters().of(Reason.UNKNOWN_USER));
    }

    @Test
    void aDeviceBehindTheAddressOfAScannerIsStillAnswered() {
        guard.onRight(EVIL, "101", "101");
        for (int i = 0; i < 8; i++) {
            guard.onWrong(at(EVIL, 5060), "20" + i, false, "REGISTER");
        }
        assertTrue(admitted(EVIL, "101"));
        assertFalse(admitted(EVIL, "102"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"friendly-scanner", "sipcli/v1.8", "SIPVicious", "pplsip"})
    void whatNamesItselfAsAToolIsAnsweredThreeTimes(String agent) {
        for (int i = 0; i < 3; i++) {
            assertTrue(guard.admits(EVIL, "OPTIONS", "100", agent));
        }
        assertFalse(guard.admits(EVIL, "OPTIONS", "100", agent));
        assertFalse(guard.admits(EVIL, "OPTIONS", "100", "something else"));
        assertEquals(1, guard.counters().of(Reason.TOOL));
    }

    @Test
    void silenceGrowsWithEachTime() {
        for (int i = 0; i < 4; i++) {
            guard.admits(EVIL, "OPTIONS", "100", "sipcli");
        }
        loop.advanceMs(60_000);
        for (int i = 0; i < 4; i++) {
            guard.admits(EVIL, "OPTIONS", "100", "sipcli");
        }
        loop.advanceMs(61_000);
        assertFalse(admitted(EVIL, "100"));
        loop.advanceMs(60_000);
        assertTrue(admitted(EVIL, "100"));
    }

    @Test
    void oneSourceIsTakenSoManyRequestsASecondAndAStrangerATenth() {
        expected.add(HOME);
        assertEquals(2_000, admittedOf(10_000, HOME));
        assertEquals(200, admittedOf(10_000, EVIL));
        loop.advanceMs(1_000);
        assertEquals(1_000, admittedOf(10_000, HOME));
        assertEquals(100, admittedOf(10_000, EVIL));
        assertEquals(2, guard.counters().of(Reason.FLOOD));
    }

    private int admittedOf(int requests, InetAddress source) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += guard.admits(source, "INVITE", "a", "") ? 1 : 0;
        }
        return admitted;
    }
}
