package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.RateGate;
import tandem.media.MediaDesk;
import tandem.media.PacketTap;
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
    private final Transfers transfers;
    private final CallCounters counters = new CallCounters();
    private final Map<String, CallEntry> live = new LinkedHashMap<>();
    private final SequencedMap<String, CallRecord> past = new LinkedHashMap<>();
    private final Map<Cause, RateGate> refusals = new EnumMap<>(Cause.class);
    private final String idPrefix;
    private CallSettings settings;
    private long lastId;
    private boolean draining;
    private boolean shedding;
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
        this.transfers = new Transfers(this);
        this.idPrefix = Long.toString(loop.clock().epochMs() / 1000, 36);
    }

    /** Settings for the calls to come. */
    public void apply(CallSettings other) {
        settings = other;
    }

    /** From where callers may come who are neither a device nor a trunk. */
    public Guests guests() {
        return settings.guests();
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
        arrive(party, arrival, leg, /* another= */ true, () -> follow(routed(arrival, party), party));
    }

    /** Somebody arrives by that leg to take the place of a party of ours, as one that dialled what that one dialled. */
    public void arrive(Party party, Arrival arrival, Leg leg, Party instead) {
        arrive(party, arrival, leg, /* another= */ false, () -> transfers.replace(party, instead));
    }

    /** {@code another}: whether there is one more call then; who takes another's place adds none. */
    private void arrive(Party party, Arrival arrival, Leg leg, boolean another, Runnable admitted) {
        party.arrived(arrival, leg);
        if (party.over()) {
            return;
        }
        CallEntry entry = new CallEntry(
                party.id(), Way.INBOUND, arrival.protocol(), CallRecord.Caller.of(arrival), arrival.to(), loop.clock());
        int before = live.size();
        begin(entry, party);
        party.guarded(() -> {
            Optional<Cause> refusal = (another ? overload(before) : Optional.<Cause>empty()).or(() -> refusal(arrival));
            decided(party, Decision.About.ADMISSION, () -> Admission.words(arrival, refusal));
            if (refusal.isPresent()) {
                turnAway(party, arrival, refusal.get());
            } else {
                log.atInfo().addKeyValue("call", party.id()).log("arrives: {}", arrival);
                admitted.run();
            }
        });
    }

    private Route routed(Arrival arrival, Party party) {
        DialPlan plan = settings.plan();
        Route route = plan.route(arrival);
        Instant at = now();
        decided(party, Decision.About.ROUTE, () -> plan.why(arrival, at));
        return route;
    }

    private Instant now() {
        return Instant.ofEpochMilli(loop.clock().epochMs());
    }

    /** Something was decided about the party's call; its words are asked for later, or never. */
    void decided(Party party, Decision.About about, Supplier<List<String>> words) {
        decided(party.id(), about, words);
    }

    /** The same about the call of that id. */
    void decided(String id, Decision.About about, Supplier<List<String>> words) {
        events.onDecided(id, new Decision(now(), about, words));
    }

    private void decided(CallEntry call, Decision.About about, String words) {
        decided(call.id(), about, () -> List.of(words));
    }

    /** The same in one line. */
    void decided(Party party, Decision.About about, String words) {
        decided(party, about, () -> List.of(words));
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

    private Optional<Cause> overload(int up) {
        if (draining) {
            return Optional.empty(); // which is refused by that
        }
        if (up >= settings.maxCalls()) {
            return Optional.of(Cause.OVERLOADED);
        }
        return shedding ? Optional.of(Cause.NO_CAPACITY) : Optional.empty();
    }

    /** Why that caller may not call now, whatever it dials. */
    Optional<Cause> refusal(Arrival arrival) {
        if (draining) {
            return Optional.of(Cause.SHUTDOWN);
        }
        boolean stranger = arrival.guest() && !settings.guests().admits(arrival.source());
        return stranger ? strange(arrival) : Optional.empty();
    }

    /** Where that caller would be led, were it to call now: a refusal where it may not call. Nothing is begun, and nothing noted. */
    public Route leads(Arrival arrival) {
        return refusal(arrival)
                .<Route>map(Route.Refuse::new)
                .orElseGet(() -> settings.plan().route(arrival));
    }

    /** Whether that caller needs neither a PIN nor anybody's leave to enter that room, full or locked as it may be now. */
    public boolean opens(Arrival arrival, String room) {
        return entrance.opens(arrival, room);
    }

    /** Why nobody can be put through into that room. */
    Optional<Cause> refusal(Route.ToRoom to) {
        return entrance.refusal(to.room());
    }

    /** A stranger has to bring a pass for the very room where the dial plan sends it: nothing else is opened by one. */
    private Optional<Cause> strange(Arrival arrival) {
        if (arrival.pass().isPresent() && settings.plan().route(arrival) instanceof Route.ToRoom to) {
            return arrival.passTo(to.room()).isPresent() ? Optional.empty() : Optional.of(Cause.TOKEN_WRONG);
        }
        return Optional.of(Cause.FORBIDDEN);
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
     * @param role in the room
     * @return the id of the call, which may have failed by then
     */
    public String dial(Room room, Route.Outward to, String dtmf, Role role) {
        return dial(room, to, new Invitation.Terms(role, dtmf, Invitation.Outcome.UNTOLD, Optional.empty()));
    }

    String dial(Room room, Route.Outward to, Invitation.Terms terms) {
        String id = nextId();
        new Invitation(this, room, id, to, terms).send();
        return id;
    }

    /** A party goes on in another call, of the kind that says how the two belong together seen from the one it leaves. */
    void move(Party party, CallEntry to, CallRecord.Link.Kind kind) {
        CallEntry from = party.entry();
        boolean replaced = kind == CallRecord.Link.Kind.REPLACED_BY;
        decided(from, Decision.About.TRANSFER, party.name() + " goes on in call " + to.id());
        decided(to, Decision.About.TRANSFER, party.name() + " comes from call " + from.id());
        from.link(kind, to.id());
        to.link(replaced ? CallRecord.Link.Kind.REPLACES : CallRecord.Link.Kind.TRANSFERRED_FROM, from.id());
        from.movesOut(party);
        party.movedTo(to);
        changed(to);
        if (from.over() && live.remove(from.id(), from)) {
            close(from);
        } else {
            changed(from);
        }
    }

    /** A participant has had somebody called into its room: the new call is what its own was put through to. */
    void belongs(Party asker, Party came) {
        if (!asker.over()) {
            asker.entry().link(CallRecord.Link.Kind.TRANSFERRED_TO, came.id());
            came.entry().link(CallRecord.Link.Kind.TRANSFERRED_FROM, asker.id());
            changed(asker.entry());
            changed(came.entry());
        }
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
        String by = record.endedBy().map(side -> ", by " + side.words()).orElse("");
        events.onDecided(record.id(), new Decision(now(), Decision.About.END, () -> List.of(record.words() + by)));
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
            CallRecord record = entry.record();
            past.put(entry.id(), record); // keeps its place
            events.onCorrected(record);
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

    /** Shows the datagrams of a live call's media there, or nowhere any more; false where it is not live. */
    public boolean tap(String id, Optional<PacketTap> to) {
        CallEntry entry = live.get(id);
        if (entry != null) {
            entry.tap(to);
        }
        return entry != null;
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

    /** One of a call's parties, as the API names them. */
    public enum Which {
        /** Who began a call of two; a call that is in a room has none but its participant. */
        CALLER,
        CALLED
    }

    /**
     * Has one of that call's parties put through there, from a room or from the other, who is hung up on when it is done; where that fails
     * all is as it was. Why it cannot be, if it cannot: {@link Cause#GONE} where there is no such party.
     */
    public Optional<Cause> transfer(String id, Which which, Route route) {
        return withParty(id, which, party -> transfers.order(party, route));
    }

    /** Has one of that call's parties call that address itself, if it will; our leg ends when it has. */
    public Optional<Cause> handOver(String id, Which which, String address) {
        return withParty(id, which, party -> transfers.handOver(party, address));
    }

    private Optional<Cause> withParty(String id, Which which, Function<Party, Optional<Cause>> order) {
        List<Party> parties =
                Optional.ofNullable(live.get(id)).map(CallEntry::parties).orElse(List.of());
        int at = which == Which.CALLER ? 0 : 1;
        return at < parties.size() ? order.apply(parties.get(at)) : Optional.of(Cause.GONE);
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

    /** Whether new calls are refused from now on for want of processor time; those that are up go on. */
    public void shed(boolean full) {
        shedding = full;
    }

    /** Whether new calls are refused because of {@link #drain}. */
    public boolean draining() {
        return draining;
    }

    /** Ends every call. */
    public void endAll(Cause why) {
        List.copyOf(live.keySet()).forEach(id -> hangup(id, why));
    }

    Transfers transfers() {
        return transfers;
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
