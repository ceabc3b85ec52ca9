package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Prompt;

/** The way into rooms: does the room exist, may this party enter, and with which PIN; and the reception before all that. */
final class Entrance {
    private static final Logger log = LoggerFactory.getLogger(Entrance.class);
    private static final int PIN_TRIES = 3;

    private final Calls calls;
    private final Rooms rooms;
    private final PinGuard guard;

    Entrance(Calls calls, Rooms rooms) {
        this.calls = calls;
        this.rooms = rooms;
        this.guard = new PinGuard(calls.loop().clock());
    }

    /** Takes the party to the room where the dial plan sends it, by its PIN where it has one. */
    void enterRouted(Party party, String name) {
        enter(party, name, rooms.routed(name));
    }

    private void enter(Party party, String name, Optional<RoomSettings> found) {
        if (found.isEmpty()) {
            turnAway(party, Saying.NO_SUCH_ROOM, Cause.NOT_FOUND);
            return;
        }
        RoomSettings settings = found.get();
        boolean asks = settings.asksPin();
        Optional<String> refusal = asks ? guard.refusal(name, party.arrival().source()) : Optional.empty();
        if (refusal.isPresent()) {
            log.atWarn()
                    .addKeyValue("call", party.id())
                    .log("no PIN is taken for room {} now: {}", name, refusal.get());
            turnAway(party, Saying.WRONG_PIN, Cause.FORBIDDEN);
            return;
        }
        Optional<Role> known =
                asks ? party.arrival().pin().flatMap(pin -> role(party, name, settings, pin)) : Optional.of(Role.GUEST);
        if (known.isPresent()) {
            join(party, name, settings, known.get());
        } else if (settings.hostPin().isEmpty() && closedTo(name, Role.GUEST)) {
            join(party, name, settings, Role.GUEST);
        } else if (party.answer(rooms.find(name).flatMap(Room::mixIfOpen))) {
            new Asked(party, new Pin(party, name), settings.language(), PIN_TRIES).begin(List.of());
        }
    }

    /** Whether somebody in that role would be turned away from it. */
    private boolean closedTo(String name, Role role) {
        return rooms.find(name)
                .map(room -> room.full() || (room.locked() && role != Role.HOST))
                .orElse(false);
    }

    private Optional<Role> role(Party party, String name, RoomSettings settings, String pin) {
        Optional<Role> role = settings.roleFor(pin);
        if (role.isEmpty()) {
            guard.wrong(name, party.arrival().source());
            calls.counters().onWrongPin();
            log.atInfo().addKeyValue("call", party.id()).log("wrong PIN for room {}", name);
        }
        return role;
    }

    private void join(Party party, String name, RoomSettings settings, Role role) {
        boolean locked = rooms.find(name).map(Room::locked).orElse(settings.locked());
        if (locked && role != Role.HOST) {
            turnAway(party, Saying.ROOM_LOCKED, Cause.ROOM_LOCKED);
            return;
        }
        if (rooms.find(name).map(Room::full).orElse(settings.maxParticipants() <= 0)) {
            turnAway(party, Saying.ROOM_FULL, Cause.ROOM_FULL);
            return;
        }
        Room room = rooms.onDemand(name, settings);
        if (party.answer(Optional.of(room.mix()))) {
            room.join(party, role);
        } else {
            room.closeIfUnused();
        }
    }

    /** Says why where the call was answered already, else refuses it. */
    private void turnAway(Party party, Saying words, Cause why) {
        if (!party.answered()) {
            party.end(why);
            return;
        }
        String language = calls.settings().language();
        List<Prompt> prompts = new ArrayList<>();
        prompts.add(words.in(language));
        prompts.add(Saying.GOODBYE.in(language));
        Goodbye.say(party, prompts, why);
    }

    /** Takes the party to the reception, which asks for a room number. */
    void receive(Party party, Route.Reception reception) {
        if (party.answer(Optional.empty())) {
            new Asked(party, new RoomNumber(party), reception.language(), Math.max(1, reception.tries()))
                    .begin(List.of(Saying.WELCOME));
        }
    }

    private final class RoomNumber implements Asked.Question {
        private final Party party;

        RoomNumber(Party party) {
            this.party = party;
        }

        @Override
        public Saying words() {
            return Saying.ENTER_ROOM;
        }

        @Override
        public Saying wrongWords() {
            return Saying.NO_SUCH_ROOM;
        }

        @Override
        public Cause failure() {
            return Cause.NOT_FOUND;
        }

        @Override
        public boolean take(String typed) {
            Optional<RoomSettings> settings = rooms.settings(typed);
            if (settings.isPresent()) {
                enter(party, typed, settings);
            }
            return settings.isPresent();
        }
    }

    private final class Pin implements Asked.Question {
        private final Party party;
        private final String name;

        Pin(Party party, String name) {
            this.party = party;
            this.name = name;
        }

        @Override
        public Saying words() {
            return Saying.ENTER_PIN;
        }

        @Override
        public Saying wrongWords() {
            return Saying.WRONG_PIN;
        }

        @Override
        public Cause failure() {
            return Cause.WRONG_PIN;
        }

        @Override
        public boolean take(String typed) {
            Optional<RoomSettings> settings = rooms.routed(name);
            if (settings.isEmpty()) {
                turnAway(party, Saying.NO_SUCH_ROOM, Cause.NOT_FOUND);
                return true;
            }
            if (guard.refusal(name, party.arrival().source()).isPresent()) {
                turnAway(party, Saying.WRONG_PIN, Cause.FORBIDDEN);
                return true;
            }
            Optional<Role> role = role(party, name, settings.get(), typed);
            role.ifPresent(r -> join(party, name, settings.get(), r));
            return role.isPresent();
        }
    }
}
