package tandem.gateway.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tandem.call.Announcements;
import tandem.call.AutoDial;
import tandem.call.Hosting;
import tandem.call.Lobby;
import tandem.call.Role;
import tandem.call.RoomSettings;
import tandem.call.Route;
import tandem.gateway.config.Config;
import tandem.gateway.config.RoomChecks;
import tandem.media.prompts.Recordings;

/** What a request says about how a room is to be set up. */
final class RoomFields {
    private static final Pattern PIN = Pattern.compile("\\d{1,16}");
    private static final Duration LONGEST = Duration.ofDays(1);

    private RoomFields() {}

    /** The changes it asks for. */
    static UnaryOperator<RoomSettings> of(Fields fields) {
        Changes changes = new Changes();
        fields.text("title").ifPresent(title -> changes.then(s -> s.withTitle(title)));
        fields.change("pin", pin -> changes.then(s -> s.withPins(pin(pin), s.hostPin(), s.guestPin())));
        fields.change("host-pin", pin -> changes.then(s -> s.withPins(s.pin(), pin(pin), s.guestPin())));
        fields.change("guest-pin", pin -> changes.then(s -> s.withPins(s.pin(), s.hostPin(), pin(pin))));
        hosting(fields, changes);
        fields.word("lobby", Lobby.class).ifPresent(lobby -> changes.then(s -> s.withLobby(lobby)));
        fields.changeNumber(
                "max-participants", most -> changes.then(s -> s.withMaxParticipants(most.orElse(Integer.MAX_VALUE))));
        fields.word("announce", Announcements.class).ifPresent(how -> changes.then(s -> s.withAnnouncements(how)));
        fields.text("language")
                .map(RoomFields::language)
                .ifPresent(language -> changes.then(s -> s.withLanguage(language)));
        fields.flag("muted-on-entry").ifPresent(muted -> changes.then(s -> s.withMutedOnEntry(muted)));
        fields.flag("locked").ifPresent(locked -> changes.then(s -> s.withLocked(locked)));
        fields.word("token", Config.Token.class)
                .ifPresent(token -> changes.then(s -> s.withTokenRequired(token == Config.Token.REQUIRED)));
        fields.change("silence", text -> {
            Optional<Duration> silence = text.map(t -> span("silence", t, Config.Room.LEAST_SILENCE));
            changes.then(s -> s.withSilence(silence));
        });
        fields.objects("dial").ifPresent(dials -> {
            List<AutoDial> all = dials(dials);
            changes.then(s -> s.withDials(all));
        });
        return changes.all;
    }

    private static String language(String language) {
        if (!Recordings.languages().contains(language)) {
            throw Problem.wrong("'language' is one of " + String.join(", ", Recordings.languages()));
        }
        return language;
    }

    private static void hosting(Fields fields, Changes changes) {
        fields.changeFlag("wait-for-host", waits -> changes.hosting(h -> h.withWaits(waits)));
        Optional<Config.WithoutHost> without = fields.word("without-host", Config.WithoutHost.class);
        without.ifPresent(then -> changes.hosting(h -> h.withEnds(Optional.of(then == Config.WithoutHost.END))));
        fields.text("host-grace")
                .map(text -> span("host-grace", text, Duration.ZERO))
                .ifPresent(grace -> changes.hosting(h -> h.withGrace(grace)));
        fields.text("wait-limit")
                .map(text -> span("wait-limit", text, Duration.ofSeconds(1)))
                .ifPresent(limit -> changes.hosting(h -> h.withPatience(limit)));
    }

    private static Duration span(String name, String text, Duration least) {
        try {
            Duration span = Duration.parse(text);
            if (span.compareTo(least) >= 0 && span.compareTo(LONGEST) <= 0) {
                return span;
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        throw Problem.wrong("'" + name + "' is to be an ISO 8601 duration from " + least + " to PT24H, such as PT5M");
    }

    private static List<AutoDial> dials(List<Fields> entries) {
        if (entries.size() > RoomChecks.MOST_DIALS) {
            throw Problem.wrong("'dial' has at most " + RoomChecks.MOST_DIALS + " entries");
        }
        return entries.stream().map(RoomFields::dial).toList();
    }

    private static AutoDial dial(Fields entry) {
        Whom whom = whom(entry);
        Role role = entry.word("role", Role.class).orElse(Role.GUEST);
        AutoDial dial = new AutoDial(whom.to, whom.trunk, role, digits(entry));
        entry.end();
        return dial;
    }

    /**
     * Who is to be called.
     *
     * @param to address, or number
     * @param trunk over which, where that is a number outside
     */
    record Whom(String to, Optional<String> trunk) {
        Route.Outward route() {
            return Route.Outward.named(to, trunk);
        }

        /** The address, where it is one. */
        Optional<String> address() {
            return Optional.of(to).filter(each -> trunk.isEmpty() && each.indexOf(':') >= 0);
        }
    }

    /** Whom {@code to} and {@code trunk} name. */
    static Whom whom(Fields fields) {
        String to = fields.needed("to");
        Optional<String> trunk = fields.text("trunk");
        if (!RoomChecks.NUMBER.matcher(to).matches()
                && (trunk.isPresent() || !RoomChecks.SIP.matcher(to).matches())) {
            throw Problem.wrong("'to' is to be "
                    + (trunk.isPresent()
                            ? "a number such as 101 or +4930123 where 'trunk' says by which way"
                            : RoomChecks.WHOM));
        }
        return new Whom(to, trunk);
    }

    /** The digits in {@code dtmf}. */
    static String digits(Fields fields) {
        String digits = fields.text("dtmf").orElse("");
        if (!RoomChecks.DIGITS.matcher(digits).matches()) {
            throw Problem.wrong("'dtmf' is to be up to 64 of 0-9 * # A-D, and w for half a second's wait");
        }
        return digits;
    }

    private static Optional<String> pin(Optional<String> pin) {
        if (pin.isPresent() && !PIN.matcher(pin.get()).matches()) {
            throw Problem.wrong("a PIN is dialled: it is to be 1 to 16 digits");
        }
        return pin;
    }

    /** Changes to a room's settings, one after another. */
    private static final class Changes {
        private UnaryOperator<RoomSettings> all = UnaryOperator.identity();

        void then(UnaryOperator<RoomSettings> next) {
            UnaryOperator<RoomSettings> before = all;
            all = settings -> next.apply(before.apply(settings));
        }

        void hosting(UnaryOperator<Hosting> next) {
            then(s -> s.withHosting(next.apply(s.hosting())));
        }
    }
}
