package tandem.gateway.config;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * Hours of the day, such as {@code 22:00-06:00}.
 *
 * @param from the first moment
 * @param to the first moment after
 */
public record Hours(LocalTime from, LocalTime to) {
    /** What night is where nothing else is said. */
    public static final Hours NIGHT = new Hours(LocalTime.of(22, 0), LocalTime.of(6, 0));

    /** Reads them; the message of what it throws says what would be right. */
    public static Hours of(String text) {
        int dash = text.indexOf('-');
        try {
            if (dash > 0) {
                return new Hours(
                        LocalTime.parse(text.substring(0, dash).strip()),
                        LocalTime.parse(text.substring(dash + 1).strip()));
            }
        } catch (DateTimeParseException wrong) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + text + "' is no span of the day: write 22:00-06:00");
    }

    /** Whether that time lies in them, past midnight too. */
    public boolean contain(LocalTime time) {
        boolean after = !time.isBefore(from);
        boolean before = time.isBefore(to);
        return from.isBefore(to) ? after && before : after || before;
    }
}
