package tandem.sip.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.SipOutgoing;
import tandem.sip.message.Request;

/** A name with two addresses, of which the first is silent: the caller is not to wait for it as long as for one that is alone. */
class SilentHopTest {
    private final Lab lab = new Lab(false);
    private final Lab.Agent ann = lab.agent("ann");
    private final Lab.Raw first = lab.raw("first");
    private final Lab.Raw second = lab.raw("second");

    private Heard calls() {
        Heard out = ann.call(SipOutgoing.to("sip:bob@" + first.host() + "-" + second.host(), Optional.of(Lab.OFFER)));
        lab.ms(10);
        return out;
    }

    private void isLeft() {
        lab.ms(3_900);
        assertTrue(second.requests.isEmpty());
        lab.ms(200);
        assertEquals(List.of(first.host() + " for 60 s"), ann.avoided);
    }

    @Test
    void itIsLeftAfterFourTries() {
        Heard out = calls();
        isLeft();
        assertEquals(4, first.requests.size());
        second.answer(second.last("INVITE"), 200, "two", Optional.of(Lab.ANSWER));
        lab.ms(10);
        assertEquals("ACK", second.requests.getLast().method());
        assertEquals(List.of("answered answer"), out.seen());
        lab.ms(70_000);
        assertEquals(0, ann.core.transactions().size());
    }

    @Test
    void whenItShowsItselfLaterItIsCancelledAndOnce() {
        calls();
        isLeft();
        Request late = first.last("INVITE");
        first.answer(late, 180, "one", Optional.empty());
        first.answer(late, 183, "one", Optional.empty());
        lab.ms(10);
        assertEquals(
                1,
                first.requests.stream()
                        .filter(each -> each.method().equals("CANCEL"))
                        .count());
        first.answer(late, 487, "one", Optional.empty());
        lab.ms(10);
        assertEquals("ACK", first.requests.getLast().method());
    }

    @Test
    void whenItsAnswerCrossesTheCancelItIsHungUpOnToo() {
        calls();
        isLeft();
        Request late = first.last("INVITE");
        first.answer(late, 180, "one", Optional.empty());
        first.answer(late, 200, "one", Optional.of(Lab.ANSWER));
        first.answer(late, 200, "another", Optional.of(Lab.ANSWER));
        lab.ms(20);
        assertEquals(
                List.of("CANCEL", "ACK", "BYE", "ACK", "BYE"),
                first.requests.stream()
                        .map(Request::method)
                        .filter(method -> !method.equals("INVITE"))
                        .toList());
    }

    @Test
    void whenItSaysThatItTriesAndThenNothingItIsForgotten() {
        Heard out = calls();
        isLeft();
        second.answer(second.last("INVITE"), 200, "two", Optional.of(Lab.ANSWER));
        first.answer(first.last("INVITE"), 100, "", Optional.empty());
        out.up().hangup(Optional.empty());
        lab.ms(10);
        second.answer(second.last("BYE"), 200, "", Optional.empty());
        lab.ms(110_000);
        assertEquals(0, ann.core.transactions().size());
        assertEquals(1, ann.avoided.size(), "once");
    }

    @Test
    void whenItAnswersAfterAllItIsHungUpOn() {
        Heard out = calls();
        isLeft();
        Request late = first.last("INVITE");
        second.answer(second.last("INVITE"), 200, "two", Optional.of(Lab.ANSWER));
        first.answer(late, 200, "one", Optional.of(Lab.ANSWER));
        lab.ms(20);
        assertEquals(
                List.of("ACK", "BYE"),
                first.requests.stream()
                        .map(Request::method)
                        .filter(method -> !method.equals("INVITE"))
                        .toList());
        assertEquals("ACK", second.requests.getLast().method());
        out.up().hangup(Optional.empty());
        lab.ms(10);
        assertEquals("BYE", second.requests.getLast().method());
    }

    @Test
    void whoSaysThatItTriesIsWaitedFor() {
        calls();
        first.answer(first.last("INVITE"), 100, "", Optional.empty());
        lab.ms(20_000);
        assertTrue(second.requests.isEmpty());
    }

    @Test
    void whoIsAloneIsWaitedForAsLongAsTheTransactionLasts() {
        Heard out = ann.call(first, Optional.of(Lab.OFFER));
        lab.ms(31_000);
        assertEquals(List.of(), out.seen());
        lab.ms(2_000);
        assertEquals(List.of("ended NoResponse"), out.seen());
    }
}
