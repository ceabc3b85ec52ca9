package tandem.gateway.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;

class ProbeTest implements Probe.Wire {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<String> log = new ArrayList<>();
    private final Probe probe = new Probe(loop, new Random(1), 30_000_000_000L, this);

    @Override
    public void ask() {
        log.add("ask");
    }

    @Override
    public void forget() {
        log.add("forget");
    }

    @Override
    public void onThere() {
        log.add("there");
    }

    @Override
    public void onAway(String why) {
        log.add("away: " + why);
    }

    private List<String> log() {
        List<String> copy = List.copyOf(log);
        log.clear();
        return copy;
    }

    @Test
    void asksAgainAndAgain() {
        probe.start();
        probe.onAnswer(404, "Not Found");
        assertEquals(List.of("ask", "there"), log());
        loop.advanceMs(26_999);
        assertEquals(List.of(), log());
        loop.advanceMs(3_001);
        assertEquals(List.of("ask"), log());
        assertTrue(probe.answersAny());
    }

    @Test
    void tellsSoonThatItIsSlowAndWaitsForTheEnd() {
        probe.start();
        loop.advanceMs(8_000);
        assertEquals(List.of("ask", "away: no answer"), log());
        loop.advanceMs(20_000);
        assertEquals(List.of(), log(), "the question is still under way");
        probe.onUnanswered("no answer: 192.0.2.1:5060 by TCP: refused");
        loop.advanceMs(10_000);
        assertEquals(List.of("away: no answer: 192.0.2.1:5060 by TCP: refused", "ask"), log());
        loop.advanceMs(8_000);
        assertEquals(List.of(), log(), "the end of the one before says more");
        assertFalse(probe.answersAny());
    }

    @Test
    void asksSoonWhoIsKnownToBeThereAndThenAsOthers() {
        probe.startSoon();
        assertEquals(List.of(), log());
        loop.advanceMs(2_000);
        probe.onAnswer(200, "OK");
        assertEquals(List.of("ask", "there"), log());
        loop.advanceMs(26_999);
        assertEquals(List.of(), log());
        loop.advanceMs(3_001);
        assertEquals(List.of("ask"), log());
    }

    @Test
    void outOfServiceIsNotThere() {
        probe.start();
        probe.onAnswer(503, "Down");
        assertEquals(List.of("ask", "away: it is out of service: 503 Down"), log());
    }

    @Test
    void isSilentWhenStopped() {
        probe.start();
        probe.stop();
        probe.onAnswer(200, "OK");
        probe.onUnanswered("x");
        loop.advanceMs(100_000);
        assertEquals(List.of("ask", "forget"), log());
    }
}
