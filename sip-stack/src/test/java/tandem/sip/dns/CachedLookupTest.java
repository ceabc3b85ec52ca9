package tandem.sip.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

/** The cache on invented time. */
class CachedLookupTest {
    private static final Answer.Records SOME = new Answer.Records(List.of(new DnsData.Srv(1, 1, 5060, "a")));

    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<CachedLookup.Reply> asked = new ArrayList<>();
    private final List<Answer> heard = new ArrayList<>();
    private final CachedLookup lookup = new CachedLookup((type, name, then) -> asked.add(then), loop);

    private void ask(String name) {
        lookup.ask(DnsData.Type.SRV, name, heard::add);
    }

    @Test
    void keepsAnAnswerForItsTimeToLiveAndNoLonger() {
        ask("a");
        asked.getFirst().on(SOME, 60);
        loop.advanceMs(59_999);
        ask("A");
        assertEquals(List.of(SOME, SOME), heard);
        assertEquals(1, asked.size());
        loop.advanceMs(1);
        ask("a");
        assertEquals(2, asked.size());
    }

    @Test
    void doesNotKeepWhatMayNotBeKept() {
        ask("a");
        asked.getFirst().on(SOME, 0);
        ask("a");
        assertEquals(2, asked.size());
    }

    @Test
    void asksOnceForAllWhoAskAtTheSameTime() {
        ask("a");
        ask("a");
        ask("b");
        assertEquals(2, asked.size());
        asked.getFirst().on(SOME, 60);
        assertEquals(2, heard.size());
    }

    @Test
    void aBugInOneWhoAskedLeavesTheOthers() {
        lookup.ask(DnsData.Type.SRV, "a", answer -> {
            throw new IllegalStateException("a bug made for this test");
        });
        ask("a");
        asked.getFirst().on(SOME, 60);
        assertEquals(List.of(SOME), heard);
    }

    @Test
    void remembersAFailureForTwoSeconds() {
        ask("a");
        asked.getFirst().on(new Answer.Failed("silent"), 0);
        loop.advanceMs(1_999);
        ask("a");
        assertEquals(1, asked.size());
        assertInstanceOf(Answer.Failed.class, heard.getLast());
        loop.advanceMs(1);
        ask("a");
        assertEquals(2, asked.size());
    }

    @Test
    void asksABoundedNumberAtOnce() {
        for (int i = 0; i < 2000; i++) {
            ask("name" + i);
        }
        assertEquals(1024, asked.size());
        assertEquals(976, heard.size());
    }
}
