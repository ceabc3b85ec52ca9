package tandem.call;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.media.Prompt;

/** The way into rooms: does the room exist, may this party enter, by which token or PIN; and the reception before all that. */
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
        enter(party, name, rooms.routed(name), /* byPause= */ false);
    }

    /** Why nobody but a host may enter that room now, where that is known before somebody knocks. */
    Optional<Cause> refusal(String name) {
        Optional<RoomSettings> found = rooms.routed(name);
        if (found.isEmpty()) {
            return Optional.of(Cause.NOT_FOUND);
        }
        Optional<Access> shut = Access.shut(found.get(), rooms.find(name));
        if (shut.isEmpty()) {
            return Optional.empty();
        }
        if (shut.get() == Access.FULL) {
            return Optional.of(Cause.ROOM_FULL);
        }
        return found.get().hostPin().isEmpty() ? Optional.of(Cause.ROOM_LOCKED) : Optional.empty();
    }

    /** Whether that caller needs neither a PIN nor anybody's leave to enter that room, full or locked as it may be now. */
    boolean opens(Arrival arrival, String name) {
        return rooms.routed(name)
                .filter(settings -> !settings.guestsNeedPin())
                .filter(settings -> switch (settings.lobby()) {
                    case OFF -> true;
                    case GUESTS -> !arrival.guest();
                    case ALL -> false;
                })
                .isPresent();
    }

    private void enter(Party party, String name, Optional<RoomSettings> found, boolean byPause) {
        if (found.isEmpty()) {
            turnAway(party, Saying.NO_SUCH_ROOM, Cause.NOT_FOUND);
            return;
        }
        RoomSettings settings = found.get();
        Optional<Pass> pass = party.arrival().passTo(name);
        if (pass.isPresent()) {
            pass.get().name().ifPresent(party::named);
            join(party, name, settings, pass.get().role());
        } else if (settings.tokenRequired() && party.arrival().protocol() == Protocol.WEBRTC) {
            turnAway(
                    party,
                    Saying.NOT_AVAILABLE,
                    party.arrival().pass().isPresent() ? Cause.TOKEN_WRONG : Cause.TOKEN_NEEDED);
        } else {
            enterByPin(party, name, settings, byPause);
        }
    }

    private void enterByPin(Party party, String name, RoomSettings settings, boolean byPause) {
        boolean asks = settings.asksPin();
        Optional<String> refusal = asks ? guard.refusal(name, party.arrival().source()) : Optional.empty();
        if (refusal.isPresent()) {
            log.atWarn()
                    .addKeyValue("call", party.id())
                    .log("no PIN is taken for room {} now: {}", name, refusal.get());
            turnAway(party, Saying.NO_PIN_NOW, Cause.PIN_LOCKED_OUT);
            return;
        }
        Optional<Role> known =
                asks ? party.arrival().pin().flatMap(pin -> role(party, name, settings, pin)) : Optional.of(Role.GUEST);
        if (known.isPresent()) {
            join(party, name, settings, known.get());
        } else if (refusal(name).isPresent()) {
            join(party, name, settings, Role.GUEST);
        } else if (!party.answered() && party.leg().askPin(/* wrong= */ false, !settings.guestsNeedPin())) {
            new AskedBefore(party, new Pin(party, name), PIN_TRIES).begin();
        } else if (party.answer(rooms.find(name).flatMap(Room::mixIfOpen))) {
            Asked asked = new Asked(party, new Pin(party, name), settings.language(), PIN_TRIES);
            if (byPause) {
                asked.overlooksLateHash();
            }
            asked.begin(List.of());
        }
    }

    private Optional<Role> role(Party party, String name, RoomSettings settings, String pin) {
        Optional<Role> role = settings.roleFor(pin);
        if (role.isEmpty()) {
            InetAddress source = party.arrival().source();
            guard.wrong(name, source);
            calls.counters().onWrongPin();
            log.atInfo()
                    .addKeyValue("call", party.id())
                    .log("wrong PIN for room {} from {}", name, source.getHostAddress());
            calls.decided(party, Decision.About.ROOM, "a wrong PIN for room " + name);
        }
        return role;
    }

    private void join(Party party, String name, RoomSettings settings, Role role) {
        Access access = Access.of(party.arrival(), name, role, settings, rooms.find(name));
        switch (access) {
            case LOCKED -> tellLocked(party);
            case FULL -> turnAway(party, Saying.ROOM_FULL, Cause.ROOM_FULL);
            case ENTERS -> join(party, role, rooms.onDemand(name, settings));
            case WAITS -> await(party, role, rooms.onDemand(name, settings), Presence.WAITS_FOR_HOST);
            case KNOCKS -> await(party, role, rooms.onDemand(name, settings), Presence.KNOCKS);
        }
    }

    private void join(Party party, Role role, Room room) {
        party.leg().focus(true); // before the answer, which says so
        if (party.answer(Optional.of(room.mix()))) {
            entered(party, room.join(party, role).role(), room); // who is the first may be host by that
        } else {
            room.closeIfUnused();
        }
    }

    private void entered(Party party, Role role, Room room) {
        int inside = room.participants().size();
        String codec = party.media().codec();
        String name = room.name();
        calls.decided(
                party,
                Decision.About.ROOM,
                () -> List.of("in room " + name + " as " + role.name().toLowerCase(Locale.ROOT) + ", now " + inside
                        + (codec.isEmpty() ? "" : "; is sent " + codec)));
    }

    private void await(Party party, Role role, Room room, Presence presence) {
        if (room.door().full()) {
            turnAway(party, Saying.ROOM_FULL, Cause.ROOM_FULL);
        } else if (party.answer(Optional.of(room.mix()))) {
            room.await(party, role, presence);
            calls.decided(
                    party,
                    Decision.About.ROOM,
                    presence == Presence.KNOCKS
                            ? "knocks at the lobby of room " + room.name()
                            : "waits for a host of room " + room.name());
        }
        room.closeIfUnused();
    }

    /** Who sees no screen is answered to be told: a phone shows no reason of a refusal. */
    private void tellLocked(Party party) {
        if (party.answered() || party.leg().shows() || party.answer(Optional.empty())) {
            turnAway(party, Saying.ROOM_LOCKED, Cause.ROOM_LOCKED);
        }
    }

    /** Says why where the call was answered already, else refuses it. */
    private void turnAway(Party party, Saying words, Cause why) {
        calls.decided(party, Decision.About.ROOM, "not let in: " + why.words());
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
        public boolean complete(String typed) {
            return rooms.unambiguous(typed);
        }

        @Override
        public boolean take(String typed, boolean byPause) {
            Optional<RoomSettings> settings = rooms.settings(typed);
            if (settings.isPresent()) {
                enter(party, typed, settings, byPause);
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
            return optional() ? Saying.ENTER_PIN_OR_HASH : Saying.ENTER_PIN;
        }

        @Override
        public boolean optional() {
            return rooms.routed(name).filter(RoomSettings::guestsNeedPin).isEmpty();
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
        public boolean take(String typed, boolean byPause) {
            Optional<RoomSettings> settings = rooms.routed(name);
            if (settings.isEmpty()) {
                turnAway(party, Saying.NO_SUCH_ROOM, Cause.NOT_FOUND);
                return true;
            }
            if (guard.refusal(name, party.arrival().source()).isPresent()) {
                turnAway(party, Saying.NO_PIN_NOW, Cause.PIN_LOCKED_OUT);
                return true;
            }
            Optional<Role> role = role(party, name, settings.get(), typed);
            role.ifPresent(r -> join(party, name, settings.get(), r));
            return role.isPresent();
        }
    }
}
