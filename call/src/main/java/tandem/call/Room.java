package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.RateGate;
import tandem.base.Timer;
import tandem.media.Mix;
import tandem.media.Prompt;

/** A conference. On the signalling loop. */
public final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);
    private static final long ANNOUNCE_EVERY_NS = 2_000_000_000L;
    private static final double TONE_DBM0 = -22;

    private final String name;
    private boolean standing;
    private final Rooms rooms;
    private final RoomKeys keys;
    private final Instant opened;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final RateGate announcements = new RateGate(ANNOUNCE_EVERY_NS);
    private RoomSettings settings;
    private Optional<Mix> mix = Optional.empty();
    private Optional<Timer> grace = Optional.empty();
    private boolean locked;
    private int expected;
    private boolean closed;

    Room(String name, RoomSettings settings, boolean standing, Rooms rooms) {
        this.name = name;
        this.settings = settings;
        this.standing = standing;
        this.rooms = rooms;
        this.keys = new RoomKeys(rooms.loop().clock());
        this.opened = now();
        this.locked = settings.locked();
    }

    private Instant now() {
        return Instant.ofEpochMilli(rooms.loop().clock().epochMs());
    }

    /** The number or name it is dialled by. */
    public String name() {
        return name;
    }

    /** How it is set up. */
    public RoomSettings settings() {
        return settings;
    }

    /** Whether it stays when the last one has left: set up by configuration or API, not on demand. */
    public boolean standing() {
        return standing;
    }

    /** From now on it stays when the last one has left. */
    void stand() {
        standing = true;
    }

    /** From now on it goes when the last one leaves; at once where nobody is in it. */
    void standNoLonger() {
        standing = false;
        closeIfUnused();
        events().onRoomChanged(this);
    }

    /** When it was opened. */
    public Instant opened() {
        return opened;
    }

    /** Sets it up anew; those inside stay as they are. A changed {@code locked} locks or unlocks it. */
    public void apply(RoomSettings other) {
        boolean lockChanged = other.locked() != settings.locked();
        settings = other;
        if (lockChanged) {
            locked = other.locked();
        }
        events().onRoomChanged(this);
    }

    /** Who is in it, in the order they came. */
    public List<Participant> participants() {
        return List.copyOf(participants.values());
    }

    /** The participant of that id. */
    public Optional<Participant> participant(String id) {
        return Optional.ofNullable(participants.get(id));
    }

    /** Whether only hosts with their PIN may enter. */
    public boolean locked() {
        return locked;
    }

    /** Locks it, or unlocks it. */
    public void lock(boolean on) {
        if (locked != on) {
            locked = on;
            log.info("room {} {}", name, on ? "locked" : "unlocked");
            events().onRoomChanged(this);
        }
    }

    /** Whether nobody more may enter. */
    public boolean full() {
        return participants.size() >= settings.maxParticipants();
    }

    /** Mutes all guests, or lets them be heard again; each is told. */
    public void muteGuests(boolean on) {
        for (Participant participant : participants()) {
            if (participant.role() == Role.GUEST) {
                participant.mute(on);
            }
        }
    }

    /** Ends the conference: everybody's call ends. */
    public void end() {
        log.info("room {} ended", name);
        for (Participant participant : participants()) {
            participant.party().end(Cause.ROOM_ENDED);
        }
    }

    /** Ends the conference with a word to everybody before they are hung up on. */
    void dismiss() {
        log.info("room {} dismissed by its host", name);
        for (Participant participant : participants()) {
            participants.remove(participant.id());
            events().onLeft(participant);
            participant.party().media().session().park();
            Goodbye.say(
                    participant.party(), List.of(Saying.CONFERENCE_ENDED.in(settings.language())), Cause.ROOM_ENDED);
        }
        emptied();
    }

    /** Takes somebody in who has been answered and may enter. */
    Participant join(Party party, Role role) {
        Participant participant = new Participant(this, party, party.name(), role, now());
        party.become(new InRoom(participant));
        enters(participant);
        return participant;
    }

    void enters(Participant participant) {
        grace.ifPresent(Timer::cancel);
        grace = Optional.empty();
        if (!participants.isEmpty()) {
            announce(participant, true);
        }
        participants.put(participant.id(), participant);
        participant.party().media().session().join(mix());
        participant.entered(settings.mutedOnEntry() && participant.role() == Role.GUEST);
        participant.party().entry().onRoom(name);
        log.atInfo().addKeyValue("call", participant.id()).log("in room {}, now {}", name, participants.size());
        events().onJoined(participant);
        ensureHost();
        welcome(participant);
    }

    private void welcome(Participant participant) {
        List<Saying> words = new ArrayList<>();
        words.add(Saying.WELCOME);
        if (participants.size() == 1) {
            words.add(Saying.YOU_ARE_THE_FIRST);
        }
        if (participant.muted()) {
            words.add(Saying.MUTED);
        }
        participant.say(words.toArray(Saying[]::new));
    }

    void leaves(Participant participant) {
        if (participants.remove(participant.id()) == null) {
            return;
        }
        log.atInfo().addKeyValue("call", participant.id()).log("left room {}, now {}", name, participants.size());
        events().onLeft(participant);
        if (participants.isEmpty()) {
            emptied();
            return;
        }
        ensureHost();
        announce(participant, false);
    }

    private void emptied() {
        locked = settings.locked();
        closeIfUnused();
    }

    /** Where no PIN makes hosts, the one who has been here longest is the host. */
    private void ensureHost() {
        boolean none = participants.values().stream().noneMatch(p -> p.role() == Role.HOST);
        if (settings.hostPin().isEmpty() && none) {
            participants.values().stream().findFirst().ifPresent(p -> p.role(Role.HOST));
        }
    }

    private void announce(Participant participant, boolean comes) {
        if (settings.announcements() == Announcements.OFF
                || !announcements.pass(rooms.loop().clock().nowNs())) {
            return;
        }
        mix().play(announcement(participant, comes));
    }

    private List<Prompt> announcement(Participant participant, boolean comes) {
        String language = settings.language();
        if (settings.announcements() == Announcements.NAMES && RoomKeys.isNumber(participant.name())) {
            List<Prompt> words = new ArrayList<>(Saying.digits(language, participant.name()));
            words.add((comes ? Saying.HAS_JOINED : Saying.HAS_LEFT).in(language));
            return words;
        }
        Prompt low = new Prompt.Tone(440, TONE_DBM0, 120);
        Prompt high = new Prompt.Tone(660, TONE_DBM0, 120);
        return comes ? List.of(low, high) : List.of(high, low);
    }

    /** Its audio, opened when first needed. */
    Mix mix() {
        if (mix.isEmpty()) {
            mix = Optional.of(rooms.desk().openMix(name));
        }
        return mix.get();
    }

    /** Its audio, if anybody hears it. */
    Optional<Mix> mixIfOpen() {
        return mix;
    }

    /** Somebody is being called into it: it stays open until {@link #expectsNoLonger}. */
    void expects() {
        expected++;
    }

    /** Who was called has come, or will not. */
    void expectsNoLonger() {
        expected--;
        closeIfUnused();
    }

    /** Whether it is gone, for those who still hold it. */
    boolean closed() {
        return closed;
    }

    /** Nobody came in after all: it is closed as after the last one. */
    void closeIfUnused() {
        if (participants.isEmpty() && expected == 0 && grace.isEmpty() && !closed) {
            grace = Optional.of(rooms.loop().after(rooms.graceNs(), this::closeIfEmpty));
        }
    }

    private void closeIfEmpty() {
        grace = Optional.empty();
        if (participants.isEmpty() && expected == 0) {
            mix.ifPresent(Mix::close);
            mix = Optional.empty();
            if (!standing) {
                rooms.close(this);
            }
        }
    }

    /** Closes it for good, sending out who is in it. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        grace.ifPresent(Timer::cancel);
        mix.ifPresent(Mix::close);
        mix = Optional.empty();
        log.info("room {} closed", name);
        events().onRoomClosed(this);
    }

    CallsEvents events() {
        return rooms.events();
    }

    RoomKeys keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "room " + name + " with " + participants.size();
    }
}
