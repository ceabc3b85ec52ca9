package tandem.gateway.records;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tandem.call.CallRecord;
import tandem.call.Cause;

/**
 * Which calls are asked for.
 *
 * @param from that began then or later
 * @param to that began before
 * @param room that were in it last
 * @param cause that ended for it
 * @param number to it or from it; with {@code *} behind it, to or from any number that begins so
 * @param after the page before ended with it: only calls that began before that one
 */
public record CallFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> room,
        Optional<Cause> cause,
        Optional<String> number,
        Optional<Cursor> after) {
    /** All of them. */
    public static final CallFilter ALL = new CallFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * A place in the list of calls, the newest first.
     *
     * @param began when that call began, as the database has it
     * @param id its id
     */
    public record Cursor(String began, String id) implements Comparable<Cursor> {
        private static final char BETWEEN = '|';
        private static final int LONGEST = 200;

        /** That call's. */
        public static Cursor of(CallRecord call) {
            return new Cursor(Moments.text(call.began()), call.id());
        }

        /** As it is given to a client. */
        public String text() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((began + BETWEEN + id).getBytes(StandardCharsets.UTF_8));
        }

        /** What a client gave back; empty where it is none of ours. */
        public static Optional<Cursor> read(String text) {
            if (text.length() > LONGEST) {
                return Optional.empty();
            }
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int at = plain.indexOf(BETWEEN);
                return at < 0
                        ? Optional.empty()
                        : Optional.of(new Cursor(
                                Moments.text(Moments.read(plain.substring(0, at))), plain.substring(at + 1)));
            } catch (IllegalArgumentException | java.time.DateTimeException other) {
                return Optional.empty();
            }
        }

        /** The earlier call comes first. */
        @Override
        public int compareTo(Cursor other) {
            int order = began.compareTo(other.began);
            return order == 0 ? id.compareTo(other.id) : order;
        }
    }

    /** Whether the call is one of those. */
    public boolean takes(CallRecord call) {
        return from.filter(call.began()::isBefore).isEmpty()
                && to.filter(limit -> !call.began().isBefore(limit)).isEmpty()
                && (room.isEmpty() || room.equals(call.room()))
                && (cause.isEmpty() || cause.equals(call.cause()))
                && number.filter(wanted -> !is(wanted, call.dialled())
                                && !is(wanted, call.caller().number()))
                        .isEmpty()
                && after.filter(place -> Cursor.of(call).compareTo(place) >= 0).isEmpty();
    }

    private static boolean is(String wanted, String number) {
        return wanted.endsWith("*")
                ? number.startsWith(wanted.substring(0, wanted.length() - 1))
                : number.equals(wanted);
    }
}
