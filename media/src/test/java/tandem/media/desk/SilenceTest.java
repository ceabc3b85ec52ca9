package tandem.media.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a silence is told, and when it is over. */
class SilenceTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Silence silence = new Silence(60_000);

    @BeforeEach
    void up() {
        silence.established(SECOND_NS);
        silence.expected(true, SECOND_NS);
    }

    private long at(int second, int signSecond) {
        assertFalse(silence.ended(signSecond * SECOND_NS, second * SECOND_NS), "over at " + second);
        return silence.check(signSecond * SECOND_NS, second * SECOND_NS);
    }

    @Test
    void isToldOnceAndIsOverWithTheNextSignOfLife() {
        assertEquals(0, at(60, 0));
        assertEquals(60_000, at(61, 0));
        assertEquals(0, at(62, 0));
        assertTrue(silence.ended(63 * SECOND_NS, 64 * SECOND_NS));
        assertEquals(0, silence.check(63 * SECOND_NS, 64 * SECOND_NS));
        assertEquals(0, at(65, 63));
        assertEquals(60_000, at(123, 63));
    }

    @Test
    void isOverWhenItCountsAnewAfterAHold() {
        assertEquals(60_000, at(61, 0));
        silence.expected(false, 70 * SECOND_NS);
        assertEquals(0, at(80, 0));
        silence.expected(true, 90 * SECOND_NS);
        assertTrue(silence.ended(0, 91 * SECOND_NS));
        assertEquals(0, silence.check(0, 91 * SECOND_NS));
        assertEquals(60_000, at(150, 0));
    }
}
