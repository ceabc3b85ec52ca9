package tandem.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a room is set up. PINs are digits; none of them means that nobody is asked.
 *
 * @param title what people call the room, or empty
 * @param pin the PIN everybody needs, hosts aside where they have their own
 * @param hostPin the PIN that makes a host
 * @param guestPin the guests' PIN where it differs from {@code pin}
 * @param hosting what the room is without its hosts
 * @param lobby who waits to be let in by a host
 * @param maxParticipants how many may be in it at once
 * @param announcements what is heard when somebody joins or leaves
 * @param language folder of the prompts, such as {@code en}
 * @param mutedOnEntry whether guests come in muted
 * @param locked whether it opens locked: only hosts with their PIN may enter
 * @param tokenRequired whether browsers need a token
 * @param silence how long nothing at all may come from a participant before it is given up, where that differs from the usual
 * @param dials whom it calls when the first one is in it
 */
public record RoomSettings(
        String title,
        Optional<String> pin,
        Optional<String> hostPin,
        Optional<String> guestPin,
        Hosting hosting,
        Lobby lobby,
        int maxParticipants,
        Announcements announcements,
        String language,
        boolean mutedOnEntry,
        boolean locked,
        boolean tokenRequired,
        Optional<Duration> silence,
        List<AutoDial> dials) {
    /** A room without PIN for everybody who may call. */
    public static final RoomSettings OPEN = new RoomSettings(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Hosting.USUAL,
            Lobby.OFF,
            Integer.MAX_VALUE,
            Announcements.TONES,
            "en",
            false,
            false,
            false,
            Optional.empty(),
            List.of());

    public RoomSettings {
        dials = List.copyOf(dials);
    }

    /** Whether somebody who comes in is asked for a PIN. */
    public boolean asksPin() {
        return pin.isPresent() || hostPin.isPresent() || guestPin.isPresent();
    }

    /** Whether guests need one. */
    public boolean guestsNeedPin() {
        return guestPin.isPresent() || pin.isPresent();
    }

    /** Whether guests wait until a host is there. */
    public boolean waitsForHost() {
        return hosting.waits().orElse(hostPin.isPresent());
    }

    /** Whether the conference ends when the last host has left. */
    public boolean endsWithoutHost() {
        return hosting.ends().orElse(waitsForHost());
    }

    /** Whether something says who is a host: a PIN, a token or, where guests wait for one, a token or the API. */
    public boolean namesHosts() {
        return hostPin.isPresent() || tokenRequired || waitsForHost();
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
        return with(draft -> draft.title = other);
    }

    /** The same with other PINs. */
    public RoomSettings withPins(Optional<String> all, Optional<String> hosts, Optional<String> guests) {
        return with(draft -> {
            draft.pin = all;
            draft.hostPin = hosts;
            draft.guestPin = guests;
        });
    }

    /** The same with other manners without hosts. */
    public RoomSettings withHosting(Hosting other) {
        return with(draft -> draft.hosting = other);
    }

    /** The same with another lobby. */
    public RoomSettings withLobby(Lobby other) {
        return with(draft -> draft.lobby = other);
    }

    /** The same for at most that many. */
    public RoomSettings withMaxParticipants(int other) {
        return with(draft -> draft.maxParticipants = other);
    }

    /** The same with other announcements. */
    public RoomSettings withAnnouncements(Announcements other) {
        return with(draft -> draft.announcements = other);
    }

    /** The same in another language. */
    public RoomSettings withLanguage(String other) {
        return with(draft -> draft.language = other);
    }

    /** The same with guests muted on entry, or not. */
    public RoomSettings withMutedOnEntry(boolean other) {
        return with(draft -> draft.mutedOnEntry = other);
    }

    /** The same, opening locked or not. */
    public RoomSettings withLocked(boolean other) {
        return with(draft -> draft.locked = other);
    }

    /** The same, with a token needed by browsers or not. */
    public RoomSettings withTokenRequired(boolean other) {
        return with(draft -> draft.tokenRequired = other);
    }

    /** The same with another limit to silence; empty for the usual one. */
    public RoomSettings withSilence(Optional<Duration> other) {
        return with(draft -> draft.silence = other);
    }

    /** The same calling others. */
    public RoomSettings withDials(List<AutoDial> other) {
        return with(draft -> draft.dials = other);
    }

    private RoomSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Everything but the PINs: this reaches logs. */
    @Override
    public String toString() {
        return "'" + title + "'" + (asksPin() ? " with PIN" : "") + ", at most " + maxParticipants + ", " + language;
    }

    /** Settings in the course of being changed. */
    private static final class Draft {
        private String title;
        private Optional<String> pin;
        private Optional<String> hostPin;
        private Optional<String> guestPin;
        private Hosting hosting;
        private Lobby lobby;
        private int maxParticipants;
        private Announcements announcements;
        private String language;
        private boolean mutedOnEntry;
        private boolean locked;
        private boolean tokenRequired;
        private Optional<Duration> silence;
        private List<AutoDial> dials;

        Draft(RoomSettings from) {
            title = from.title;
            pin = from.pin;
            hostPin = from.hostPin;
            guestPin = from.guestPin;
            hosting = from.hosting;
            lobby = from.lobby;
            maxParticipants = from.maxParticipants;
            announcements = from.announcements;
            language = from.language;
            mutedOnEntry = from.mutedOnEntry;
            locked = from.locked;
            tokenRequired = from.tokenRequired;
            silence = from.silence;
            dials = from.dials;
        }

        RoomSettings settings() {
            return new RoomSettings(
                    title,
                    pin,
                    hostPin,
                    guestPin,
                    hosting,
                    lobby,
                    maxParticipants,
                    announcements,
                    language,
                    mutedOnEntry,
                    locked,
                    tokenRequired,
                    silence,
                    dials);
        }
    }
}
