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
