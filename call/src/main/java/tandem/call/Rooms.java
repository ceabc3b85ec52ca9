package tandem.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tandem.base.Loop;
import tandem.media.MediaDesk;

/** The rooms there are: standing ones, and those opened on demand. */
final class Rooms {
    private static final int MOST_FURTHER = 8;

    private final Calls calls;
    private final CallsEvents events;
    private final Map<String, Room> open = new LinkedHashMap<>();

    Rooms(Calls calls, CallsEvents events) {
        this.calls = calls;
        this.events = events;
    }

    List<Room> all() {
        return new ArrayList<>(open.values());
    }

    Optional<Room> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /** How the room is set up that is there, or may be opened; empty where there is to be none. */
    Optional<RoomSettings> settings(String name) {
        Optional<Room> room = find(name);
        return room.isPresent()
                ? room.map(Room::settings)
                : calls.settings().rooms().settings(name);
    }

    /** The same where the dial plan leads there. */
    Optional<RoomSettings> routed(String name) {
        Optional<Room> room = find(name);
        return room.isPresent()
                ? room.map(Room::settings)
                : calls.settings().rooms().routed(name);
    }

    /**
     * Whether that number is a room's and no longer one begins with it, as far as trying shows: names of rooms that are open or
     * configured, and the dial plan with one digit repeated up to eight times behind it.
     */
    boolean unambiguous(String number) {
        if (settings(number).isEmpty()
                || open.keySet().stream()
                        .anyMatch(name -> name.length() > number.length() && name.startsWith(number))) {
            return false;
        }
        for (int digit = 0; digit <= 9; digit++) {
            StringBuilder longer = new StringBuilder(number);
            for (int i = 0; i < MOST_FURTHER; i++) {
                if (settings(longer.append(digit).toString()).isPresent()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The room of that name, opened on demand with these settings where it is not there. */
    Room onDemand(String name, RoomSettings settings) {
        return find(name).orElseGet(() -> open(name, settings, false));
    }

    Room open(String name, RoomSettings settings, boolean standing) {
        Room room = new Room(name, settings, standing, this);
        open.put(name, room);
        events.onRoomOpened(room);
        return room;
    }

    void close(Room room) {
        if (open.remove(room.name(), room)) {
            room.close();
        }
    }

    /** Calls somebody into the room; the id of the call. */
    String dial(Room room, Route.Outward to, Invitation.Terms terms) {
        return calls.dial(room, to, terms);
    }

    /** Ends a call that was made for a room. */
    void hangup(String call) {
        calls.hangup(call, Cause.CANCELLED);
    }

    Loop loop() {
        return calls.loop();
    }

    MediaDesk desk() {
        return calls.desk();
    }

    CallsEvents events() {
        return events;
    }

    long graceNs() {
        return calls.settings().times().roomGrace().toNanos();
    }
}
