package tandem.dialplans;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * When a rule holds, such as {@code mon-fri 08:00-18:00}, {@code sat,sun} or {@code 22:00-06:00}. A span over midnight belongs to
 * the day it begins on.
 *
 * @param days on which days
 * @param from its first minute
 * @param to the minute after its last; where it is not after {@code from}, of the next day
 */
record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** Reads days, hours or both; empty where the text is neither. */
    static Optional<Hours> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        LocalTime from = LocalTime.MIDNIGHT;
        LocalTime to = LocalTime.MIDNIGHT;
        boolean hours = false;
        String[] words = text.strip().toLowerCase(Locale.ROOT).split(" +", 4);
        for (String word : words) {
            Optional<LocalTime[]> span = hours(word);
            if (span.isPresent() && !hours) {
                from = span.get()[0];
                to = span.get()[1];
                hours = true;
            } else if (!days.isEmpty() || !addDays(word, days)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Hours(days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days, from, to));
    }

    private static Optional<LocalTime[]> hours(String word) {
        int dash = word.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        Optional<LocalTime> from = time(word.substring(0, dash));
        Optional<LocalTime> to = time(word.substring(dash + 1));
        return from.isPresent() && to.isPresent()
                ? Optional.of(new LocalTime[] {from.get(), to.get()})
                : Optional.empty();
    }

    private static Optional<LocalTime> time(String text) {
        if (text.length() != 5 || text.charAt(2) != ':') {
            return Optional.empty();
        }
        try {
            int hour = Integer.parseInt(text.substring(0, 2));
            int minute = Integer.parseInt(text.substring(3));
            boolean endOfDay = hour == 24 && minute == 0;
            boolean valid = endOfDay || (hour >= 0 && hour < 24 && minute >= 0 && minute < 60);
            return valid ? Optional.of(LocalTime.of(hour % 24, minute)) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static boolean addDays(String word, Set<DayOfWeek> days) {
        for (String part : word.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = NAMES.indexOf(dash < 0 ? part : part.substring(0, dash));
            int last = NAMES.indexOf(dash < 0 ? part : part.substring(dash + 1));
            if (first < 0 || last < 0) {
                return false;
            }
            int day = first;
            do {
                days.add(DayOfWeek.of(day + 1));
                day = (day + 1) % NAMES.size();
            } while (day != (last + 1) % NAMES.size());
        }
        return true;
    }

    /** Whether it holds then. */
    boolean contain(LocalDateTime when) {
        LocalTime time = when.toLocalTime();
        DayOfWeek today = when.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(today) && !time.isBefore(from)) || (days.contains(today.minus(1)) && time.isBefore(to));
    }
}
