package tandem.gateway.trunks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tandem.base.Clock;
import tandem.gateway.config.Config;
import tandem.gateway.config.Hours;

/**
 * What a trunk may cost: which numbers, how many calls at once and in an hour, how many minutes in a day, and whether at night. It limits
 * what somebody can do with a password, a phone or a hole in the dial plan that are not theirs.
 */
final class Budget {
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;
    private static final int MOST_REMEMBERED = 100_000;

    private final Clock clock;
    private final ZoneId zone;
    private final Deque<Long> begunMs = new ArrayDeque<>();
    private final Set<Ticket> up = new HashSet<>();
    private Config.Budget limits;
    private LocalDate day;
    private long spentMs;

    Budget(Config.Budget limits, Clock clock, ZoneId zone) {
        this.limits = limits;
        this.clock = clock;
        this.zone = zone;
        this.day = now().toLocalDate();
    }

    /** Other limits from now on; what was spent is still spent. */
    void apply(Config.Budget other) {
        limits = other;
    }

    /** These calls were made before, the eldest first. */
    void spent(List<Spent> calls) {
        long ms = clock.epochMs();
        long midnight = day.atStartOfDay(zone).toInstant().toEpochMilli();
        for (Spent call : calls) {
            long ended = Math.min(ms, call.ended().toEpochMilli());
            call.answered().ifPresent(from -> spentMs += Math.max(0, ended - Math.max(midnight, from.toEpochMilli())));
        }
        List<Long> lately = calls.stream()
                .map(call -> call.began().toEpochMilli())
                .filter(began -> began <= ms && ms - began < HOUR_MS)
                .toList();
        lately.reversed().stream().limit(MOST_REMEMBERED - begunMs.size()).forEach(begunMs::addFirst);
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(clock.epochMs()), zone);
    }

    /** One call that costs. */
    final class Ticket {
        private boolean answered;
        private long countedMs;

        /** It was taken: time counts from now. */
        void onAnswered() {
            answered = true;
            countedMs = clock.epochMs();
        }

        /** It is over. */
        void onOver() {
            if (up.remove(this)) {
                count();
            }
        }

        private void count() {
            if (answered) {
                long ms = clock.epochMs();
                spentMs += Math.max(0, ms - countedMs);
                countedMs = ms;
            }
        }
    }

    /** Why that number may not be called now, in words; empty where it may. */
    Optional<String> refusal(String number) {
        roll();
        String plain = number.replaceAll("[-. ()]", "");
        if (limits.always().contains(plain)) {
            return Optional.empty();
        }
        if (!limits.prefixes().isEmpty() && limits.prefixes().stream().noneMatch(plain::startsWith)) {
            return Optional.of("the number begins with none of the prefixes allowed");
        }
        if (limits.night().filter(Config.Night.REFUSE::equals).isPresent()
                && limits.nightHours().orElse(Hours.NIGHT).contain(now().toLocalTime())) {
            return Optional.of("no calls at night");
        }
        if (reached(limits.calls(), up.size())) {
            return Optional.of("as many calls are up as may be at once: " + up.size());
        }
        if (reached(limits.callsPerHour(), begunMs.size())) {
            return Optional.of("as many calls were made in this hour as may be: " + begunMs.size());
        }
        long minutes = spentMs / MINUTE_MS;
        if (reached(limits.minutesPerDay(), minutes)) {
            return Optional.of("as many minutes were spoken today as may be: " + minutes);
        }
        return Optional.empty();
    }

    private static boolean reached(Optional<Integer> most, long count) {
        return most.filter(limit -> count >= limit).isPresent();
    }

    /** Takes what is past out of the account, and what runs into it. */
    private void roll() {
        long ms = clock.epochMs();
        while (!begunMs.isEmpty() && ms - begunMs.getFirst() >= HOUR_MS) {
            begunMs.removeFirst();
        }
        up.forEach(Ticket::count);
        LocalDate today = now().toLocalDate();
        if (!today.equals(day)) {
            day = today;
            spentMs = 0;
        }
    }

    /** A call begins. */
    Ticket begin() {
        roll();
        if (begunMs.size() < MOST_REMEMBERED) {
            begunMs.addLast(clock.epochMs());
        }
        Ticket ticket = new Ticket();
        up.add(ticket);
        return ticket;
    }

    /** How many calls are up or ringing. */
    int calls() {
        return up.size();
    }

    /** Minutes spoken today. */
    long minutes() {
        roll();
        return spentMs / MINUTE_MS;
    }
}
