package tandem.gateway.records;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Moments as the database holds them: RFC 3339 in UTC with three decimals, whose order as text is that of time. */
final class Moments {
    private static final int LENGTH = 24;
    private static final int NS_IN_MS = 1_000_000;

    private Moments() {}

    /** Written by hand: a formatter would be a third of what a record costs. Years have four digits here. */
    static String text(Instant moment) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH);
        digits(text, at.getYear(), 1_000).append('-');
        digits(text, at.getMonthValue(), 10).append('-');
        digits(text, at.getDayOfMonth(), 10).append('T');
        digits(text, at.getHour(), 10).append(':');
        digits(text, at.getMinute(), 10).append(':');
        digits(text, at.getSecond(), 10).append('.');
        return digits(text, at.getNano() / NS_IN_MS, 100).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + value / place % 10));
        }
        return text;
    }

    static String text(long epochMs) {
        return text(Instant.ofEpochMilli(epochMs));
    }

    static Instant read(String text) {
        return Instant.parse(text);
    }

    static Optional<Instant> read(Optional<String> text) {
        return text.map(Instant::parse);
    }
}
