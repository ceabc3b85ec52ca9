package tandem.gateway.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
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
                context -> json.answer(context, 200, asked.of(() -> Views.everybody(room(context)))));
        routes.delete("/v1/rooms/{room}/participants", context -> {
            asked.done(() -> room(context).dismiss());
            context.status(204);
        });
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
                .or(() -> room.waiting(id))
                .orElseThrow(() -> Problem.missing("there is no participant " + id + " in room " + room.name()));
    }

    private void open(Context context) {
        Fields fields = json.body(context);
        String name = name(fields.needed("name"), "name");
        UnaryOperator<RoomSettings> changes = RoomFields.of(fields);
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

    /** A room's name, as that member gives it. */
    static String name(String name, String member) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.wrong("'" + member + "' is to be 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return name;
    }

    private void change(Context context) {
        Fields fields = json.body(context);
        UnaryOperator<RoomSettings> changes = RoomFields.of(fields);
        Optional<Boolean> locked = fields.flag("locked");
        Optional<Boolean> guestsMuted = fields.flag("guests-muted");
        boolean admitted = fields.flag("admit-all").orElse(false);
        fields.end();
        json.answer(context, 200, asked.of(() -> {
            Room room = room(context);
            room.apply(changes.apply(room.settings()));
            locked.ifPresent(room::lock); // a lock by key is for this conference alone: it is no setting
            guestsMuted.ifPresent(room::muteGuests);
            if (admitted) {
                room.admitAll();
            }
            return Views.RoomView.of(room);
        }));
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
        Optional<Views.State> state = fields.word("state", Views.State.class);
        fields.end();
        json.answer(context, 200, asked.of(() -> {
            Participant participant = participant(context);
            state.ifPresent(wanted -> admit(participant, wanted));
            other.ifPresent(room -> move(participant, room));
            name.ifPresent(participant::rename);
            muted.ifPresent(participant::mute);
            hand.ifPresent(participant::raiseHand);
            role.ifPresent(participant::role);
            return Views.ParticipantView.of(participant);
        }));
    }

    private static void admit(Participant participant, Views.State wanted) {
        if (wanted == Views.State.WAITING && !participant.presence().waits()) {
            throw Problem.conflict("nobody is put back to the door; DELETE sends it out");
        }
        if (wanted == Views.State.IN && !participant.admit()) {
            throw Problem.conflict("room " + participant.room().name() + " is full");
        }
    }

    private void move(Participant participant, String name) {
        Room other = calls.roomOnDemand(name).orElseThrow(() -> Problem.missing("there is no room " + name));
        if (!participant.move(other)) {
            throw Problem.conflict("room " + name + " is full");
        }
    }

    private void dial(Context context) {
        Fields fields = json.body(context);
        Route.Outward route = RoomFields.whom(fields).route();
        String to = fields.needed("to");
        String digits = RoomFields.digits(fields);
        Role role = fields.word("role", Role.class).orElse(Role.GUEST);
        fields.end();
        String name = context.pathParam("room");
        String id = asked.of(() -> {
            Room room = calls.roomOnDemand(name).orElseThrow(() -> Problem.missing("there is no room " + name));
            return calls.dial(room, route, digits, role);
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
