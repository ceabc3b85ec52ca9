package tandem.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tandem.base.Loop;
import tandem.base.Timer;
import tandem.media.Mix;

/** A conference. On the signalling loop. */
public final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);

    private final String name;
    private boolean standing;
    private final Rooms rooms;
    private final RoomKeys keys;
    private final Doorstep door = new Doorstep(this);
    private final Hosts hosts = new Hosts(this);
    private final AutoDials dials;
    private final Chat chat = new Chat();
    private final Instant opened;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final Comings comings = new Comings(this);
    private RoomSettings settings;
    private Optional<Mix> mix = Optional.empty();
    private Optional<Timer> grace = Optional.empty();
    private boolean locked;
    private final Set<Invitation> invitations = new LinkedHashSet<>(2);
    private int expected;
    private boolean closed;

    Room(String name, RoomSettings settings, boolean standing, Rooms rooms) {
        this.name = name;
        this.settings = settings;
        this.standing = standing;
        this.rooms = rooms;
        this.keys = new RoomKeys(rooms.loop().clock());
        this.dials = new AutoDials(this, rooms);
        this.opened = now();
        this.locked = settings.locked();
    }

    Instant now() {
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
        hosts.look();
        door.lookAgain();
    }

    /** Who is in it, in the order they came. */
    public List<Participant> participants() {
        return List.copyOf(participants.values());
    }

    /** The participant of that id. */
    public Optional<Participant> participant(String id) {
        return Optional.ofNullable(participants.get(id));
    }

    /** Who is at its door, in the order they came. */
    public List<Participant> waiting() {
        return door.waiting();
    }

    /** The one of that id at its door. */
    public Optional<Participant> waiting(String id) {
        return door.waiting(id);
    }

    /** Lets in everybody who knocks, as far as there is room. */
    public void admitAll() {
        door.waiting().forEach(Participant::admit);
    }

    /** Whom it calls by itself, and how that stands. */
    public List<DialState> dials() {
        return dials.states();
    }

    /** Whether a host is in it. */
    public boolean hosted() {
        return hosts.present();
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
            door.lookAgain();
        }
    }

    /** Whether nobody more may enter. */
    public boolean full() {
        return participants.size() >= settings.maxParticipants();
    }

    /** Mutes all guests, or lets those be heard again who did not mute themselves; each is told. */
    public void muteGuests(boolean on) {
        for (Participant participant : participants()) {
            if (participant.role() == Role.GUEST) {
                participant.muteByHost(on);
            }
        }
    }

    /**
     * A participant writes to everybody: the line is numbered and kept, and given to all whose protocol carries text, the writer
     * among them.
     */
    public ChatOutcome chat(Participant from, String text) {
        long nowNs = rooms.loop().clock().nowNs();
        return from.party().writing().take(text, nowNs, line -> tell(from, line));
    }

    private void tell(Participant from, String text) {
        ChatMessage line = new ChatMessage(chat.next(), from.id(), from.name(), text, now());
        chat.keep(line);
        events().onChat(this, line);
        for (Participant participant : participants()) {
            if (participant.facts().chat()) {
                participant.party().guarded(() -> participant.party().leg().message(line));
            }
        }
    }

    /** The number of the line written last, 0 before the first. */
    public long lastChat() {
        return chat.last();
    }

    /** What was written after the line of that number, the last hundred lines at most; all of them after 0. */
    public List<ChatMessage> chatAfter(long number) {
        return chat.after(number);
    }

    /** Ends the conference: everybody's call ends. */
    public void end() {
        log.info("room {} ended", name);
        door.end(/* withWords= */ false);
        List.copyOf(invitations).forEach(Invitation::callOff);
        for (Participant participant : participants()) {
            participant.party().end(Cause.ROOM_ENDED);
        }
    }

    /** Ends the conference with a word to everybody before they are hung up on. */
    public void dismiss() {
        log.info("room {} dismissed", name);
        door.end(/* withWords= */ true);
        List.copyOf(invitations).forEach(Invitation::callOff);
        for (Participant participant : participants()) {
            participants.remove(participant.id());
            events().onLeft(participant);
            dismiss(participant.party());
        }
        emptied();
    }

    private void dismiss(Party party) {
        if (party.leg().shows()) {
            party.end(Cause.ROOM_ENDED);
        } else {
            party.media().session().park();
            Goodbye.say(party, List.of(Saying.CONFERENCE_ENDED.in(settings.language())), Cause.ROOM_ENDED);
        }
    }

    /** Takes somebody in who has been answered and may enter. */
    Participant join(Party party, Role role) {
        Participant participant = new Participant(this, party, role, Presence.IN);
        party.become(new InRoom(participant));
        enters(participant, Saying.WELCOME);
        return participant;
    }

    /** Lets somebody who has been answered wait at the door. */
    void await(Party party, Role role, Presence presence) {
        door.add(new Participant(this, party, role, presence));
    }

    void enters(Participant participant, Saying greeting) {
        grace.ifPresent(Timer::cancel);
        grace = Optional.empty();
        if (!participants.isEmpty()) {
            comings.tell(participant, /* comes= */ true);
        }
        participants.put(participant.id(), participant);
        participant.party().leg().focus(true);
        participant.party().media().session().join(mix());
        participant.entered(settings.mutedOnEntry() && participant.role() == Role.GUEST);
        participant.party().entry().onRoom(name);
        log.atInfo().addKeyValue("call", participant.id()).log("in room {}, now {}", name, participants.size());
        events().onJoined(participant);
        welcome(participant, greeting);
        hosts.look();
        dials.onEntered();
    }

    private void welcome(Participant participant, Saying greeting) {
        List<Saying> words = new ArrayList<>();
        words.add(greeting);
        if (participants.size() == 1) {
            words.add(Saying.YOU_ARE_THE_FIRST);
        }
        if (participant.muted()) {
            words.add(Saying.MUTED);
        }
        participant.inform(words.toArray(Saying[]::new));
    }

    void leaves(Participant participant) {
        if (participants.remove(participant.id()) == null) {
            return;
        }
        participant.party().leg().focus(false);
        log.atInfo().addKeyValue("call", participant.id()).log("left room {}, now {}", name, participants.size());
        events().onLeft(participant);
        if (participants.isEmpty()) {
            emptied();
            return;
        }
        comings.tell(participant, /* comes= */ false);
        hosts.look();
        dials.onLeft(participant);
    }

    private void emptied() {
        locked = settings.locked();
        hosts.look();
        dials.onEmptied();
        closeIfUnused();
    }

    /** Somebody in it or at its door has another role now. */
    void onRole(Participant participant) {
        if (participant.presence().waits() && participant.role() == Role.HOST) {
            door.admit(participant);
        } else {
            hosts.look();
        }
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

    /** That one calls somebody into it, until {@link #invitesNoLonger}. */
    void invites(Invitation invitation) {
        expects();
        invitations.add(invitation);
    }

    /** Whom that one called has come, or will not. */
    void invitesNoLonger(Invitation invitation) {
        invitations.remove(invitation);
        expectsNoLonger();
    }

    /** Who was expected has come, or will not. */
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
        if (unused() && grace.isEmpty() && !closed) {
            grace = Optional.of(rooms.loop().after(rooms.graceNs(), this::closeIfEmpty));
        }
    }

    private boolean unused() {
        return participants.isEmpty() && door.isEmpty() && expected == 0;
    }

    private void closeIfEmpty() {
        grace = Optional.empty();
        if (unused()) {
            chat.forget();
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

    Doorstep door() {
        return door;
    }

    Loop loop() {
        return rooms.loop();
    }

    long nowNs() {
        return rooms.loop().clock().nowNs();
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
