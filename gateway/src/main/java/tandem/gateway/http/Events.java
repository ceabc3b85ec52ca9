package tandem.gateway.http;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tandem.base.Loop;
import tandem.call.CallRecord;
import tandem.call.Calls;
import tandem.call.CallsEvents;
import tandem.call.ChatMessage;
import tandem.call.Participant;
import tandem.call.Room;
import tandem.gateway.registrar.DeviceState;
import tandem.gateway.trunks.TrunkEvents;
import tandem.gateway.trunks.TrunkFacts;

/**
 * Tells clients what goes on: first how everything stands, then each fact, in one turn of the signalling loop, so that nothing falls
 * between. Where nobody listens, nothing is written. On the signalling loop.
 */
public final class Events implements CallsEvents, TrunkEvents {
    /** At most so many clients. */
    static final int MOST = 64;

    private final Loop loop;
    private final Json json = new Json();
    private final Set<Client> clients = new LinkedHashSet<>();

    /** Tells nobody yet. */
    public Events(Loop loop) {
        this.loop = loop;
    }

    /** One who listens. */
    interface Client {
        /** The one room it wants to hear of, or of all. */
        Optional<String> room();

        /** Takes an event; false where it has to be given up, since it does not take them. */
        boolean take(String event);

        /** Nothing more comes. */
        void end(String reason);
    }

    /**
     * One event.
     *
     * @param type what happened
     * @param at when
     * @param room the name of the room it is about
     * @param settings the room as the API shows it, without PINs
     * @param participant as the API shows it
     * @param call as the API shows it
     */
    record Event(
            String type,
            Instant at,
            Optional<String> room,
            Optional<Views.RoomView> settings,
            Optional<Views.ParticipantView> participant,
            Optional<Views.CallView> call) {}

    /**
     * How everything stands, before the first event.
     *
     * @param type {@code snapshot}
     * @param at when
     * @param rooms that are open
     * @param calls that are up or ringing
     */
    record Snapshot(String type, Instant at, List<Inside> rooms, List<Views.CallView> calls) {}

    /**
     * A room and who is in it.
     *
     * @param room its name
     * @param settings as the API shows it, without PINs
     * @param participants in the order they came, then who is at the door
     */
    record Inside(String room, Views.RoomView settings, List<Views.ParticipantView> participants) {
        static Inside of(Room room) {
            return new Inside(room.name(), Views.RoomView.watched(room), Views.everybody(room));
        }
    }

    /**
     * A line somebody wrote.
     *
     * @param type {@code chat}
     * @param at when
     * @param room where, by its name
     * @param number its place in the room
     * @param from id of the participant who wrote it
     * @param name what the others call that participant
     * @param text what it says
     */
    record Written(String type, Instant at, String room, long number, String from, String name, String text) {}

    /**
     * What became of a trunk.
     *
     * @param type {@code trunk}, {@code trunk-gone} or {@code trunk-refused}
     * @param at when
     * @param name of the trunk
     * @param trunk as the API shows it, while there is one
     * @param number that was not let out
     * @param reason why not, in words
     */
    record OfTrunk(
            String type,
            Instant at,
            String name,
            Optional<Views.TrunkView> trunk,
            Optional<String> number,
            Optional<String> reason) {}

    @Override
    public void onTrunk(TrunkFacts trunk) {
        tell(() -> new OfTrunk(
                "trunk",
                now(),
                trunk.name(),
                Optional.of(Views.TrunkView.of(trunk)),
                Optional.empty(),
                Optional.empty()));
    }

    @Override
    public void onTrunkGone(String name) {
        tell(() -> new OfTrunk("trunk-gone", now(), name, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public void onTrunkRefused(TrunkFacts trunk, String number, String why) {
        tell(() -> new OfTrunk(
                "trunk-refused",
                now(),
                trunk.name(),
                Optional.of(Views.TrunkView.of(trunk)),
                Optional.of(number),
                Optional.of(why)));
    }

    /** Tells those who hear of all rooms. */
    private void tell(Supplier<OfTrunk> event) {
        if (!clients.isEmpty()) {
            String text = json.text(event.get());
            send(Optional.empty(), text);
        }
    }

    /** Whether nobody more may listen. */
    boolean full() {
        return clients.size() >= MOST;
    }

    /** Tells the client how everything stands, and what happens from now on. */
    void add(Client client, Calls calls) {
        if (full()) {
            client.end("too many clients: " + MOST + " listen already");
            return;
        }
        List<Inside> rooms = calls.rooms().stream()
                .filter(room -> wants(client, Optional.of(room.name())))
                .map(Inside::of)
                .toList();
        List<Views.CallView> live = calls.live().stream()
                .filter(call -> wants(client, call.room()))
                .map(Views.CallView::of)
                .toList();
        if (client.take(json.text(new Snapshot("snapshot", now(), rooms, live)))) {
            clients.add(client);
        }
    }

    void remove(Client client) {
        clients.remove(client);
    }

    /** Nobody hears more: we are going down. From any thread. */
    void end() {
        loop.post(() -> {
            clients.forEach(client -> client.end("the gateway is going down"));
            clients.clear();
        });
    }

    private static boolean wants(Client client, Optional<String> room) {
        return client.room().isEmpty() || client.room().equals(room);
    }

    private Instant now() {
        return Instant.ofEpochMilli(loop.clock().epochMs());
    }

    private void tell(Event event) {
        String text = json.text(event);
        send(event.room(), text);
    }

    /** To those who hear of that room, or of all; who does not take it is told no more. */
    private void send(Optional<String> room, String text) {
        clients.removeIf(client -> wants(client, room) && !client.take(text));
    }

    private void tell(String type, Room room) {
        if (!clients.isEmpty()) {
            tell(new Event(
                    type,
                    now(),
                    Optional.of(room.name()),
                    Optional.of(Views.RoomView.watched(room)),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    private void tell(String type, Participant participant) {
        if (!clients.isEmpty()) {
            tell(new Event(
                    type,
                    now(),
                    Optional.of(participant.room().name()),
                    Optional.empty(),
                    Optional.of(Views.ParticipantView.of(participant)),
                    Optional.empty()));
        }
    }

    @Override
    public void onCall(CallRecord call) {
        if (!clients.isEmpty()) {
            tell(new Event(
                    "call",
                    now(),
                    call.room(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Views.CallView.of(call))));
        }
    }

    @Override
    public void onRoomOpened(Room room) {
        tell("room-opened", room);
    }

    @Override
    public void onRoomChanged(Room room) {
        tell("room-changed", room);
    }

    @Override
    public void onRoomClosed(Room room) {
        tell("room-closed", room);
    }

    @Override
    public void onWaiting(Participant participant) {
        tell("participant-waiting", participant);
    }

    @Override
    public void onWaitingOver(Participant participant) {
        tell("participant-waiting-over", participant);
    }

    @Override
    public void onJoined(Participant participant) {
        tell("participant-joined", participant);
    }

    @Override
    public void onParticipantChanged(Participant participant) {
        tell("participant-changed", participant);
    }

    @Override
    public void onSpeaking(Participant participant) {
        tell("speaking", participant);
    }

    @Override
    public void onChat(Room room, ChatMessage line) {
        if (!clients.isEmpty()) {
            String text = json.text(new Written(
                    "chat", line.at(), room.name(), line.number(), line.fromId(), line.fromName(), line.text()));
            send(Optional.of(room.name()), text);
        }
    }

    /**
     * A device was registered, or is registered no longer.
     *
     * @param type {@code device-registered} or {@code device-unregistered}
     * @param at when
     * @param device as the API shows it
     */
    record Registration(String type, Instant at, DeviceRoutes.DeviceView device) {}

    /** A device was registered, or is registered no longer. */
    public void onDevice(String type, DeviceState device) {
        if (!clients.isEmpty()) {
            String text = json.text(new Registration(type, now(), DeviceRoutes.DeviceView.of(device)));
            send(Optional.empty(), text);
        }
    }

    @Override
    public void onLeft(Participant participant) {
        tell("participant-left", participant);
    }
}
