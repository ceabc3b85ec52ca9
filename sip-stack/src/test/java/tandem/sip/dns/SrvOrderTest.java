package tandem.sip.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tandem.sip.dns.DnsData.Srv;

/** RFC 2782's order. */
class SrvOrderTest {
    @Test
    void putsLowerPrioritiesFirstWhateverTheirWeight() {
        List<Srv> ordered = SrvOrder.of(
                List.of(new Srv(20, 100, 1, "c"), new Srv(10, 0, 1, "a"), new Srv(15, 1, 1, "b")),
                new SplittableRandom(1));
        assertEquals(List.of("a", "b", "c"), ordered.stream().map(Srv::target).toList());
    }

    @Test
    void drawsEqualsByTheirWeight() {
        SplittableRandom random = new SplittableRandom(42);
        List<Srv> records = List.of(new Srv(1, 75, 1, "heavy"), new Srv(1, 25, 1, "light"));
        int heavy = 0;
        for (int i = 0; i < 10_000; i++) {
            heavy += SrvOrder.of(records, random).getFirst().target().equals("heavy") ? 1 : 0;
        }
        assertEquals(7500, heavy, 200);
    }
}
