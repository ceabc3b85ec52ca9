package tandem.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChanceTest {
    @Test
    void neverTheSameTwiceAndEachBitHalfTheTime() {
        Chance one = new Chance();
        Chance other = new Chance();
        Set<Long> seen = new HashSet<>();
        int[] ones = new int[64];
        int draws = 4_000;
        for (int i = 0; i < draws; i++) {
            long value = one.nextLong();
            seen.add(value);
            seen.add(other.nextLong());
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += (int) (value >>> bit & 1);
            }
        }
        assertEquals(2 * draws, seen.size());
        for (int bit = 0; bit < 64; bit++) {
            assertTrue(Math.abs(ones[bit] - draws / 2) < 250, "bit " + bit + ": " + ones[bit]); // eight deviations
        }
    }
}
