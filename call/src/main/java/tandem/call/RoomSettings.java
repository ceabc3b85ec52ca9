package tandem.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * How a room is set up. PINs are digits; none of them means that nobody is asked.
 *
 * @param title what people call the room, or empty
 * @param pin the PIN everybody needs, hosts aside where they have their own
 * @param hostPin the PIN that makes a host
 * @param guestPin the guests' PIN where it differs from {@code pin}
 * @param maxParticipants how many may be in it at once
 * @param announcements what is heard when somebody joins or leaves
 * @param language folder of the prompts, such as {@code en}
 * @param mutedOnEntry whether guests come in muted
 * @param locked whether it opens locked: only hosts with their PIN may enter
 */
public record RoomSettings(
        String title,
        Optional<String> pin,
        Optional<String> hostPin,
        Optional<String> guestPin,
        int maxParticipants,
        Announcements announcements,
        String language,
        boolean mutedOnEntry,
        boolean locked) {
    /** A room without PIN for everybody who may call. */
    public static final RoomSettings OPEN = new RoomSettings(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Integer.MAX_VALUE,
            Announcements.TONES,
            "en",
            false,
            false);

    /** Whether somebody who comes in is asked for a PIN. */
    public boolean asksPin() {
        return pin.isPresent() || hostPin.isPresent() || guestPin.isPresent();
    }

    /**
     * Which role that PIN gives; empty where it is wrong. Where only hosts have a PIN, an empty entry makes a guest. Every PIN
     * is compared, in constant time.
     */
    public Optional<Role> roleFor(String entered) {
        Optional<String> forGuests = guestPin.or(() -> pin);
        boolean host = matches(hostPin, entered);
        boolean guest = matches(forGuests, entered);
        if (host) {
            return Optional.of(Role.HOST);
        }
        return guest || (forGuests.isEmpty() && entered.isEmpty()) ? Optional.of(Role.GUEST) : Optional.empty();
    }

    private static boolean matches(Optional<String> pin, String entered) {
        byte[] given = entered.getBytes(StandardCharsets.UTF_8);
        byte[] wanted = pin.orElse("").getBytes(StandardCharsets.UTF_8);
        boolean equal = MessageDigest.isEqual(wanted, given);
        return equal && pin.isPresent();
    }

    /** The same with another title. */
    public RoomSettings withTitle(String other) {
        return new RoomSettings(
                other, pin, hostPin, guestPin, maxParticipants, announcements, language, mutedOnEntry, locked);
    }

    /** The same with other PINs. */
    public RoomSettings withPins(Optional<String> all, Optional<String> hosts, Optional<String> guests) {
        return new RoomSettings(
                title, all, hosts, guests, maxParticipants, announcements, language, mutedOnEntry, locked);
    }

    /** The same for at most that many. */
    public RoomSettings withMaxParticipants(int other) {
        return new RoomSettings(title, pin, hostPin, guestPin, other, announcements, language, mutedOnEntry, locked);
    }

    /** The same with other announcements. */
    public RoomSettings withAnnouncements(Announcements other) {
        return new RoomSettings(title, pin, hostPin, guestPin, maxParticipants, other, language, mutedOnEntry, locked);
    }

    /** The same in another language. */
    public RoomSettings withLanguage(String other) {
        return new RoomSettings(
                title, pin, hostPin, guestPin, maxParticipants, announcements, other, mutedOnEntry, locked);
    }

    /** The same with guests muted on entry, or not. */
    public RoomSettings withMutedOnEntry(boolean other) {
        return new RoomSettings(title, pin, hostPin, guestPin, maxParticipants, announcements, language, other, locked);
    }

    /** The same, opening locked or not. */
    public RoomSettings withLocked(boolean other) {
        return new RoomSettings(
                title, pin, hostPin, guestPin, maxParticipants, announcements, language, mutedOnEntry, other);
    }

    /** Everything but the PINs: this reaches logs. */
    @Override
    public String toString() {
        return "'" + title + "'" + (asksPin() ? " with PIN" : "") + ", at most " + maxParticipants + ", " + language;
    }
}
