package tandem.gateway.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.base.HandTurnedLoop;
import tandem.gateway.config.Config;
import tandem.gateway.config.Hours;

/** The loop's day is 1 January 2026, 00:16:40 UTC at the beginning. */
class BudgetTest {
    private static final long HOUR_MS = 3_600_000;
    private static final Optional<Integer> NONE = Optional.empty();

    private final HandTurnedLoop loop = new HandTurnedLoop();

    private Budget budget(Config.Budget limits) {
        return new Budget(limits, loop.clock(), ZoneOffset.UTC);
    }

    private static Config.Budget limits(
            List<String> prefixes, Optional<Integer> calls, Optional<Integer> perHour, Optional<Integer> minutes) {
        return new Config.Budget(prefixes, calls, perHour, minutes, Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void withoutLimitsEverythingGoes() {
        assertEquals(
                Optional.empty(), budget(limits(List.of(), NONE, NONE, NONE)).refusal("+882 16"));
    }

    @Test
    void onlyThePrefixesAllowed() {
        Budget budget = budget(limits(List.of("+49", "112"), NONE, NONE, NONE));
        assertEquals(Optional.empty(), budget.refusal("+49 (30) 123-4"));
        assertEquals(Optional.empty(), budget.refusal("112"));
        assertEquals(Optional.of("the number begins with none of the prefixes allowed"), budget.refusal("0049301234"));
        assertEquals(Optional.of("the number begins with none of the prefixes allowed"), budget.refusal("+88216"));
    }

    @Test
    void soManyAtOnce() {
        Budget budget = budget(limits(List.of(), Optional.of(2), NONE, NONE));
        Budget.Ticket first = budget.begin();
        budget.begin();
        assertEquals(Optional.of("as many calls are up as may be at once: 2"), budget.refusal("1"));
        first.onOver();
        first.onOver();
        assertEquals(1, budget.calls());
        assertEquals(Optional.empty(), budget.refusal("1"));
    }

    @Test
    void soManyInAnyHour() {
        Budget budget = budget(limits(List.of(), NONE, Optional.of(2), NONE));
        budget.begin().onOver();
        loop.advanceMs(HOUR_MS / 2);
        budget.begin().onOver();
        assertEquals(Optional.of("as many calls were made in this hour as may be: 2"), budget.refusal("1"));
        loop.advanceMs(HOUR_MS / 2);
        assertEquals(Optional.empty(), budget.refusal("1"));
    }

    @Test
    void soManyMinutesADayThoseOfCallsThatAreUpAmongThem() {
        Budget budget = budget(limits(List.of(), NONE, NONE, Optional.of(10)));
        Budget.Ticket call = budget.begin();
        loop.advanceMs(20 * 60_000);
        assertEquals(0, budget.minutes(), "ringing costs nothing");
        call.onAnswered();
        loop.advanceMs(9 * 60_000);
        assertEquals(Optional.empty(), budget.refusal("1"));
        loop.advanceMs(60_000);
        assertEquals(Optional.of("as many minutes were spoken today as may be: 10"), budget.refusal("1"));
        call.onOver();
        assertEquals(10, budget.minutes());
        loop.advanceMs(24 * HOUR_MS);
        assertEquals(Optional.empty(), budget.refusal("1"));
    }

    /** A call so many minutes after midnight. */
    private static Spent spent(int began, Optional<Integer> answered, int ended) {
        Instant midnight = Instant.parse("2026-01-01T00:00:00Z");
        return new Spent(
                "t",
                midnight.plusSeconds(60L * began),
                answered.map(minute -> midnight.plusSeconds(60L * minute)),
                midnight.plusSeconds(60L * ended));
    }

    @Test
    void whatWasSpentBeforeTheStartIsStillSpent() {
        Budget budget = budget(limits(List.of(), NONE, Optional.of(3), Optional.of(10)));
        budget.begin().onOver(); // before it is known
        budget.spent(List.of(
                spent(-50, Optional.of(-49), -10), // yesterday, and more than an hour ago
                spent(-20, Optional.of(-10), 4),
                spent(7, Optional.of(7), 12)));
        assertEquals(9, budget.minutes(), "today's alone");
        assertEquals(Optional.of("as many calls were made in this hour as may be: 3"), budget.refusal("1"));
        loop.advanceMs(24 * 60_000); // the first is an hour ago
        assertEquals(Optional.empty(), budget.refusal("1"));
    }

    @Test
    void notAtNight() {
        Config.Budget limits = new Config.Budget(
                List.of(),
                NONE,
                NONE,
                NONE,
                Optional.of(Config.Night.REFUSE),
                Optional.of(Hours.of("23:00-05:30")),
                List.of("112"));
        Budget budget = budget(limits);
        assertEquals(Optional.of("no calls at night"), budget.refusal("1"));
        assertEquals(Optional.empty(), budget.refusal("112"), "never at stake");
        loop.advanceMs(5 * HOUR_MS);
        assertEquals(Optional.of("no calls at night"), budget.refusal("1"));
        loop.advanceMs(HOUR_MS / 2);
        assertEquals(Optional.empty(), budget.refusal("1"));
        loop.advanceMs(17 * HOUR_MS);
        assertEquals(Optional.empty(), budget.refusal("1"));
        loop.advanceMs(HOUR_MS / 4);
        assertEquals(Optional.of("no calls at night"), budget.refusal("1"));
    }

    @Test
    void otherLimitsDoNotForgetWhatWasSpent() {
        Budget budget = budget(limits(List.of(), NONE, NONE, NONE));
        budget.begin();
        budget.apply(limits(List.of(), Optional.of(1), NONE, NONE));
        assertEquals(Optional.of("as many calls are up as may be at once: 1"), budget.refusal("1"));
    }
}
