package tandem.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * What a subscription is to (RFC 6665 section 8.2.1): the value of an Event header, of which other parameters than the id are not kept.
 *
 * @param name of the event package, in lower case, such as {@code dialog}
 * @param id what tells subscriptions of one dialog apart, or empty
 */
public record SipEvent(String name, String id) {
    private static final int LONGEST = 256;

    /** That of a message; empty where it has none, more than one, or one that is malformed. */
    public static Optional<SipEvent> of(SipMessage message) {
        return message.headers("Event").size() == 1
                ? message.header("Event").flatMap(SipEvent::read)
                : Optional.empty();
    }

    /** Reads the value of an Event header; empty where it is malformed. */
    public static Optional<SipEvent> read(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = value.split(";", -1);
        String id = "";
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0 && parts[i].substring(0, equals).strip().equalsIgnoreCase("id")) {
                id = parts[i].substring(equals + 1).strip();
            }
        }
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        return isToken(name) && (id.isEmpty() || isToken(id)) ? Optional.of(new SipEvent(name, id)) : Optional.empty();
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || "-.!%*_+`'~".indexOf(c) >= 0);
    }

    /** The value of an Event header. */
    public String value() {
        return id.isEmpty() ? name : name + ";id=" + id;
    }
}
