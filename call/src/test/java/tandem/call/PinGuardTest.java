package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

class PinGuardTest {
    private static final long MINUTE_MS = 60_000;

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final PinGuard guard = new PinGuard(loop.clock());

    private static InetAddress source(int number) {
        return InetAddress.ofLiteral("192.0.2." + number);
    }

    private void guess(String room, int source, int times) {
        for (int i = 0; i < times; i++) {
            guard.wrong(room, source(source));
        }
    }

    private boolean taken(String room, int source) {
        return guard.refusal(room, source(source)).isEmpty();
    }

    @Test
    void twentyWrongOnesAreBorneAndOneMoreIsNot() {
        guess("1000", 1, 20);
        assertTrue(taken("1000", 1) && taken("1000", 2));
        guess("1000", 1, 1);
        assertFalse(taken("1000", 1));
        assertFalse(taken("1000", 2), "the room is shut for all");
        assertFalse(taken("1001", 1), "the source is shut out of all");
        assertTrue(taken("1001", 2));
    }

    @Test
    void slowOnesAreNoGuesser() {
        for (int i = 0; i < 200; i++) {
            guess("1000", 1, 1);
            loop.advanceMs(31_000);
        }
        assertTrue(taken("1000", 1));
    }

    @Test
    void manySourcesShutTheRoomForTenMinutesEachTime() {
        for (int round = 0; round < 3; round++) {
            for (int source = 1; source <= 21; source++) {
                guess("1000", source, 1);
            }
            assertFalse(taken("1000", 99));
            loop.advanceMs(10 * MINUTE_MS + 1);
            assertTrue(taken("1000", 99), "round " + round);
        }
    }

    @Test
    void aSourceThatGoesOnIsShutOutForTwiceAsLongEachTimeUpToADay() {
        long minutes = 10;
        for (int round = 0; round < 10; round++) {
            guess("room " + round, 1, 21);
            loop.advanceMs(minutes * MINUTE_MS - 1);
            assertFalse(taken("other", 1), "round " + round);
            loop.advanceMs(2);
            assertTrue(taken("other", 1), "round " + round);
            minutes = Math.min(2 * minutes, 1440);
        }
        assertEquals(1440, minutes);
        loop.advanceMs(1441 * MINUTE_MS);
        guess("again", 1, 21);
        loop.advanceMs(10 * MINUTE_MS + 1);
        assertTrue(taken("other", 1), "good for a day, it begins anew");
    }

    @Test
    void theAddressesOfOneSubscriberAreOneSource() {
        for (int i = 1; i <= 21; i++) {
            guard.wrong("room " + i, InetAddress.ofLiteral("2001:db8:1:2::" + i));
        }
        assertTrue(guard.refusal("other", InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))
                .isPresent());
        assertTrue(
                guard.refusal("other", InetAddress.ofLiteral("2001:db8:1:3::1")).isEmpty());
    }

    @Test
    void millionsOfSourcesFillNoMemoryAndDoNotFreeTheRoom() {
        guess("1000", 1, 21);
        for (int i = 0; i < 20_000; i++) {
            guard.wrong("1000", InetAddress.ofLiteral("10.0." + (i >> 8) + "." + (i & 255)));
        }
        assertFalse(taken("1000", 99));
    }
}
