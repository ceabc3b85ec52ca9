package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tandem.sip.dialog.Lab.OFFER;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.1.4: what a connection carried fails with it, and nothing else does. */
class LostConnectionTest {
    private final Lab lab = new Lab(true);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw one = lab.raw("one");
    private final Lab.Raw other = lab.raw("other");

    @Test
    void failsTheCallsItCarriedAtOnceAndNoOthers() {
        Heard first = ann.call(one, Optional.of(OFFER));
        Heard second = ann.call(one, Optional.of(OFFER));
        Heard elsewhere = ann.call(other, Optional.of(OFFER));
        lab.ms(20);
        ann.core.transactions().lost("TCP", one.address, "reset");
        lab.ms(0);
        assertEquals(List.of("ended NoWay"), first.seen());
        assertEquals(List.of("ended NoWay"), second.seen());
        assertEquals(List.of(), elsewhere.seen());
        assertEquals(1, ann.core.transactions().size());
    }

    @Test
    void leavesWhatWasAnswered() {
        Heard out = ann.call(one, Optional.of(OFFER));
        lab.ms(20);
        one.answer(one.last("INVITE"), 200, "one", Optional.of(Lab.ANSWER));
        ann.core.transactions().lost("TCP", one.address, "reset");
        ann.core.transactions().lost("TCP", one.address, "reset again");
        lab.ms(60_000);
        assertEquals(List.of("answered answer"), out.seen());
        assertEquals(0, ann.core.transactions().size());
    }
}
