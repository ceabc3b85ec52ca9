package tandem.call;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.RateGate;
import tandem.media.MediaDesk;
import tandem.media.Prompt;

/** All calls and rooms: admits who arrives, follows the dial plan's route, keeps the book. On the signalling loop. */
public final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);
    private static final int MOST_PAST = 1000;
    private static final long REFUSAL_LINE_NS = 1_000_000_000L;

    private final Loop loop;
    private final MediaDesk desk;
    private final Targets targets;
    private final CallsEvents events;
    private final Rooms rooms;
    private final Entrance entrance;
    private final CallCounters counters = new CallCounters();
    private final Map<String, CallEntry> live = new LinkedHashMap<>();
    private final SequencedMap<String, CallRecord> past = new LinkedHashMap<>();
    private final Map<Cause, RateGate> refusals = new EnumMap<>(Cause.class);
    private final String idPrefix;
    private CallSettings settings;
    private long lastId;
    private boolean draining;
    private Optional<Runnable> whenEmpty = Optional.empty();

    /** No calls yet. */
    public Calls(Loop loop, MediaDesk desk, Targets targets, CallSettings settings, CallsEvents events) {
        this.loop = loop;
        this.desk = desk;
        this.targets = targets;
        this.settings = settings;
        this.events = events;
        this.rooms = new Rooms(this, events);
        this.entrance = new Entrance(this, rooms);
        this.idPrefix = Long.toString(loop.clock().epochMs() / 1000, 36);
    }

    /** Settings for the calls to come. */
    public void apply(CallSettings other) {
        settings = other;
    }

    /** Somebody is about to arrive: takes the facts of a leg that is to be made, and has the call's id. */
    public Party arriving() {
        return new Party(this, nextId(), Way.INBOUND);
    }

    private String nextId() {
        return idPrefix + "-" + Long.toString(++lastId, 36);
    }

    /** Somebody arrives by that leg: admitted or refused, and sent where the dial plan says. */
    public void arrive(Party party, Arrival arrival, Leg leg) {
        party.arrived(arrival, leg);
        if (party.over()) {
            return;
        }
        CallEntry entry = new CallEntry(party.id(), Way.INBOUND, arrival.protocol(), arrival.to(), loop.clock());
        int before = live.size();
        begin(entry, party);
        party.guarded(() -> {
            Optional<Cause> refusal = refusal(arrival, before);
            if (refusal.isPresent()) {
                turnAway(party, arrival, refusal.get());
            } else {
                log.atInfo().addKeyValue("call", party.id()).log("arrives: {}", arrival);
                follow(settings.plan().route(arrival), party);
            }
        });
    }

    /** Refuses who may not come in now; whoever knocks how often, that is a line a second and cause. */
    private void turnAway(Party party, Arrival arrival, Cause why) {
        RateGate gate = refusals.computeIfAbsent(why, each -> new RateGate(REFUSAL_LINE_NS));
        if (gate.pass(loop.clock().nowNs())) {
            log.atInfo()
                    .addKeyValue("call", party.id())
                    .log("refused: {}: {}; {} more since the last such line", why.words(), arrival, gate.held());
        }
        party.entry().unsaid();
        party.end(why);
    }

    void begin(CallEntry entry, Party party) {
        live.put(entry.id(), entry);
        entry.owner(party);
        party.entry(entry);
        counters.onBegun(entry.protocol(), entry.way());
        changed(entry);
    }

    private Optional<Cause> refusal(Arrival arrival, int up) {
        if (draining) {
            return Optional.of(Cause.SHUTDOWN);
        }
        if (up >= settings.maxCalls()) {
            return Optional.of(Cause.OVERLOADED);
        }
        return arrival.guest() && !settings.guests().admits(arrival.source())
                ? Optional.of(Cause.FORBIDDEN)
                : Optional.empty();
    }

    void follow(Route route, Party party) {
        switch (route) {
            case Route.ToRoom to -> entrance.enterRouted(party, to.room());
            case Route.Reception reception -> entrance.receive(party, reception);
            case Route.Echo _ -> echo(party);
            case Route.Tone tone -> tone(party, tone);
            case Route.Refuse refuse -> party.end(refuse.cause());
            case Route.Outward outward -> new Call(this, party, outward).begin();
        }
    }

    private static void echo(Party party) {
        if (party.answer(Optional.empty())) {
            party.become(new OnItsOwn());
            party.media().session().echo();
        }
    }

    private static void tone(Party party, Route.Tone tone) {
        if (party.answer(Optional.empty())) {
            party.become(new OnItsOwn());
            party.media().session().play(List.of(new Prompt.Tone(tone.hz(), tone.dbm0(), 0)), true);
        }
    }

    /** A party of ours for a leg we dial, in the call of that id. */
    Party outbound(String id) {
        return new Party(this, id, Way.OUTBOUND);
    }

    /**
     * Calls somebody out of a room; who answers is in it.
     *
     * @param dtmf digits sent after the answer, with {@code w} for half a second's wait, or empty
     * @return the id of the call, which may have failed by then
     */
    public String dial(Room room, Route.Outward to, String dtmf) {
        return new Invitation(this, room, nextId(), dtmf).send(to);
    }

    /** A leg is over: when the one that began the call is, and none is left, the call is. */
    void left(Party party) {
        CallEntry entry = live.get(party.id());
        if (entry == null || !entry.over()) {
            return;
        }
        live.remove(entry.id());
        close(entry);
    }

    private void close(CallEntry entry) {
        Cause why = entry.onEnded();
        counters.onEnded(entry.protocol(), entry.way(), why);
        CallRecord record = entry.record();
        remember(record);
        if (entry.said()) {
            log.atInfo().addKeyValue("call", entry.id()).log("ended: {}", why.words());
        }
        events.onCall(record);
        if (draining && live.isEmpty()) {
            whenEmpty.ifPresent(Runnable::run);
        }
    }

    private void remember(CallRecord record) {
        past.put(record.id(), record);
        if (past.size() > MOST_PAST) {
            past.pollFirstEntry();
        }
    }

    /** What is said of an ended call has changed. */
    void corrected(CallEntry entry) {
        if (past.containsKey(entry.id())) {
            past.put(entry.id(), entry.record()); // keeps its place
        }
    }

    void changed(CallEntry entry) {
        events.onCall(entry.record());
    }

    /** Calls that are up or ringing. */
    public int active() {
        return live.size();
    }

    /** Live calls. */
    public List<CallRecord> live() {
        return live.values().stream().map(CallEntry::record).toList();
    }

    /** Live calls, then the last thousand that ended, newest first. */
    public List<CallRecord> calls() {
        List<CallRecord> all = new ArrayList<>();
        live.values().forEach(entry -> all.add(entry.record()));
        all.addAll(past.reversed().values());
        return all;
    }

    /** The call of that id, live or past. */
    public Optional<CallRecord> call(String id) {
        return Optional.ofNullable(live.get(id)).map(CallEntry::record).or(() -> Optional.ofNullable(past.get(id)));
    }

    /** Ends the call of that id; false where it is not live. */
    public boolean hangup(String id, Cause why) {
        CallEntry entry = live.get(id);
        if (entry == null) {
            return false;
        }
        entry.parties().forEach(party -> party.end(why));
        return true;
    }

    /** The rooms there are. */
    public List<Room> rooms() {
        return rooms.all();
    }

    /** The room of that name, if it is there. */
    public Optional<Room> room(String name) {
        return rooms.find(name);
    }

    /** Opens a room that stays until it is closed; where it is there, sets it up anew. */
    public Room openRoom(String name, RoomSettings roomSettings) {
        Optional<Room> there = rooms.find(name);
        there.ifPresent(room -> {
            room.stand();
            room.apply(roomSettings);
        });
        return there.orElseGet(() -> rooms.open(name, roomSettings, true));
    }

    /** The room stays only for those who are in it; it closes with the last one. */
    public void releaseRoom(String name) {
        rooms.find(name).ifPresent(Room::standNoLonger);
    }

    /** The room of that name, opened until it is empty again, where the configuration allows. */
    public Optional<Room> roomOnDemand(String name) {
        Optional<Room> room = rooms.settings(name).map(s -> rooms.onDemand(name, s));
        room.ifPresent(Room::closeIfUnused);
        return room;
    }

    /** Closes a room, sending out who is in it; false where there is none. */
    public boolean closeRoom(String name) {
        Optional<Room> room = rooms.find(name);
        room.ifPresent(rooms::close);
        return room.isPresent();
    }

    /** How many calls there are and were. */
    public CallCounters counters() {
        return counters;
    }

    /** Refuses new calls from now on, and runs the task when the last one has ended; now, where there is none. */
    public void drain(Runnable whenLastEnded) {
        draining = true;
        whenEmpty = Optional.of(whenLastEnded);
        if (live.isEmpty()) {
            whenEmpty.ifPresent(Runnable::run);
        }
    }

    /** Whether new calls are refused because of {@link #drain}. */
    public boolean draining() {
        return draining;
    }

    /** Ends every call. */
    public void endAll(Cause why) {
        List.copyOf(live.keySet()).forEach(id -> hangup(id, why));
    }

    /** Runs what came from outside for that party. */
    void loopGuard(Party party, Runnable task) {
        party.guarded(task);
    }

    Loop loop() {
        return loop;
    }

    MediaDesk desk() {
        return desk;
    }

    Targets targets() {
        return targets;
    }

    CallSettings settings() {
        return settings;
    }
}
