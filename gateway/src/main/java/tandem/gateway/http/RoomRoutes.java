package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tandem.call.Announcements;
import tandem.call.Calls;
import tandem.call.Participant;
import tandem.call.PinMask;
import tandem.call.Role;
import tandem.call.Room;
import tandem.call.RoomSettings;
import tandem.call.Route;

/** {@code /v1/rooms}: rooms, who is in them, and dialling out of them. */
final class RoomRoutes {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern PIN = Pattern.compile("\\d{1,16}");
    private static final Pattern SIP = Pattern.compile("sips?:[^\\s<>\"]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("[0-9*#A-Dw]{0,64}");

    private final Calls calls;
    private final Asked asked;
    private final Json json;

    RoomRoutes(Calls calls, Asked asked, Json json) {
        this.calls = calls;
        this.asked = asked;
        this.json = json;
    }

    void add(RoutesConfig routes) {
        routes.get(
                "/v1/rooms",
                context -> json.answer(
                        context,
                        200,
                        asked.of(() ->
                                calls.rooms().stream().map(Views.RoomView::of).toList())));
        routes.post("/v1/rooms", this::open);
        routes.get(
                "/v1/rooms/{room}",
                context -> json.answer(context, 200, asked.of(() -> Views.RoomView.of(room(context)))));
        routes.patch("/v1/rooms/{room}", this::change);
        routes.delete("/v1/rooms/{room}", this::close);
        routes.get(
                "/v1/rooms/{room}/participants",
                context -> json.answer(
                        context,
                        200,
                        asked.of(() -> room(context).participants().stream()
                                .map(Views.ParticipantView::of)
                                .toList())));
        routes.get(
                "/v1/rooms/{room}/participants/{id}",
                context -> json.answer(context, 200, asked.of(() -> Views.ParticipantView.of(participant(context)))));
        routes.patch("/v1/rooms/{room}/participants/{id}", this::changeParticipant);
        routes.delete("/v1/rooms/{room}/participants/{id}", context -> {
            asked.done(() -> participant(context).remove());
            context.status(204);
        });
        routes.post("/v1/rooms/{room}/calls", this::dial);
    }

    private Room room(Context context) {
        String name = context.pathParam("room");
        return calls.room(name).orElseThrow(() -> Problem.missing("there is no room " + name));
    }

    private Participant participant(Context context) {
        String id = context.pathParam("id");
        Room room = room(context);
        return room.participant(id)
                .orElseThrow(() -> Problem.missing("there is no participant " + id + " in room " + room.name()));
    }

    private void open(Context context) {
        Fields fields = json.body(context);
        String name = fields.needed("name");
        if (!NAME.matcher(name).matches()) {
            throw Problem.wrong("'name' is to be 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        UnaryOperator<RoomSettings> changes = settings(fields);
        fields.end();
        Views.RoomView opened = asked.of(() -> {
            if (calls.room(name).isPresent()) {
                throw Problem.conflict("there is a room " + name + " already; PATCH changes it");
            }
            return Views.RoomView.of(calls.openRoom(name, changes.apply(RoomSettings.OPEN)));
        });
        context.header("Location", "/v1/rooms/" + name);
        json.answer(context, 201, opened);
    }

    private void change(Context context) {
        Fields fields = json.body(context);
        UnaryOperator<RoomSettings> changes = settings(fields);
        Optional<Boolean> locked = fields.flag("locked");
        Optional<Boolean> guestsMuted = fields.flag("guests-muted");
        fields.end();
        json.answer(context, 200, asked.of(() -> {
            Room room = room(context);
            room.apply(changes.apply(room.settings()));
            locked.ifPresent(room::lock); // a lock by key is for this conference alone: it is no setting
            guestsMuted.ifPresent(room::muteGuests);
            return Views.RoomView.of(room);
        }));
    }

    private static UnaryOperator<RoomSettings> settings(Fields fields) {
        Changes changes = new Changes();
        fields.text("title").ifPresent(title -> changes.then(s -> s.withTitle(title)));
        fields.change("pin", pin -> changes.then(s -> s.withPins(pin(pin), s.hostPin(), s.guestPin())));
        fields.change("host-pin", pin -> changes.then(s -> s.withPins(s.pin(), pin(pin), s.guestPin())));
        fields.change("guest-pin", pin -> changes.then(s -> s.withPins(s.pin(), s.hostPin(), pin(pin))));
        fields.changeNumber(
                "max-participants", most -> changes.then(s -> s.withMaxParticipants(most.orElse(Integer.MAX_VALUE))));
        fields.word("announce", Announcements.class).ifPresent(how -> changes.then(s -> s.withAnnouncements(how)));
        fields.text("language").ifPresent(language -> changes.then(s -> s.withLanguage(language)));
        fields.flag("muted-on-entry").ifPresent(muted -> changes.then(s -> s.withMutedOnEntry(muted)));
        fields.flag("locked").ifPresent(locked -> changes.then(s -> s.withLocked(locked)));
        return changes.all;
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
    }

    private void close(Context context) {
        asked.done(() -> calls.closeRoom(room(context).name()));
        context.status(204);
    }

    private void changeParticipant(Context context) {
        Fields fields = json.body(context);
        Optional<String> name = fields.text("name");
        Optional<Boolean> muted = fields.flag("muted");
        Optional<Boolean> hand = fields.flag("hand");
        Optional<Role> role = fields.word("role", Role.class);
        Optional<String> other = fields.text("room");
        fields.end();
        json.answer(context, 200, asked.of(() -> {
            Participant participant = participant(context);
            other.ifPresent(room -> move(participant, room));
            name.ifPresent(participant::rename);
            muted.ifPresent(participant::mute);
            hand.ifPresent(participant::raiseHand);
            role.ifPresent(participant::role);
            return Views.ParticipantView.of(participant);
        }));
    }

    private void move(Participant participant, String name) {
        Room other = calls.roomOnDemand(name).orElseThrow(() -> Problem.missing("there is no room " + name));
        if (!participant.move(other)) {
            throw Problem.conflict("room " + name + " is full");
        }
    }

    private void dial(Context context) {
        Fields fields = json.body(context);
        String to = fields.needed("to");
        String digits = fields.text("dtmf").orElse("");
        fields.end();
        if (!SIP.matcher(to).matches()) {
            throw Problem.wrong("'to' is to be an address such as sip:101@pbx.example.org");
        }
        if (!DIGITS.matcher(digits).matches()) {
            throw Problem.wrong("'dtmf' is to be up to 64 of 0-9 * # A-D, and w for half a second's wait");
        }
        String name = context.pathParam("room");
        String id = asked.of(() -> {
            Room room = calls.roomOnDemand(name).orElseThrow(() -> Problem.missing("there is no room " + name));
            return calls.dial(room, new Route.ToAddress(to, Optional.empty()), digits);
        });
        context.header("Location", "/v1/calls/" + id);
        json.answer(context, 202, new Dialled(id, PinMask.of(to)));
    }

    /**
     * A call that is being made.
     *
     * @param id of the call
     * @param to whom
     */
    record Dialled(String id, String to) {}
}
