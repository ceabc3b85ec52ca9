package tandem.call;

import java.time.Instant;
import java.util.List;
import tandem.media.MediaStats;
import tandem.media.Prompt;

/** One leg in a room, with its role and rights. What is so of it is so for keys, API and everybody who watches. */
public final class Participant {
    private final Party party;
    private final Instant joined;
    private final RoomKeys.Press keys = new RoomKeys.Press();
    private Room room;
    private String name;
    private Role role;
    private boolean muted;
    private boolean held;
    private boolean handRaised;
    private boolean speaking;

    Participant(Room room, Party party, String name, Role role, Instant joined) {
        this.room = room;
        this.party = party;
        this.name = name;
        this.role = role;
        this.joined = joined;
    }

    /** The id of its call. */
    public String id() {
        return party.id();
    }

    /** The room it is in. */
    public Room room() {
        return room;
    }

    /** What the others call it. */
    public String name() {
        return name;
    }

    /** What it may do. */
    public Role role() {
        return role;
    }

    /** Whether it is muted, by itself or another. */
    public boolean muted() {
        return muted;
    }

    /** Whether it has put us on hold: its hold music is kept out of the room. */
    public boolean held() {
        return held;
    }

    /** Whether its hand is up. */
    public boolean handRaised() {
        return handRaised;
    }

    /** Whether it speaks now and is heard. */
    public boolean speaking() {
        return speaking && !muted && !held;
    }

    /** When it came in. */
    public Instant joined() {
        return joined;
    }

    /** Its door, address and product. */
    public Leg.Facts facts() {
        return party.leg().facts();
    }

    /** Its media in figures. */
    public MediaStats stats() {
        return party.media().stats();
    }

    /** Encoding name of the codec it is sent, or empty. */
    public String codec() {
        return party.media().codec();
    }

    /** Mutes it, or lets it be heard again; it is told. Nothing happens where it is so already. */
    public void mute(boolean on) {
        if (muteSilently(on)) {
            say(on ? Saying.MUTED : Saying.UNMUTED);
        }
    }

    /** The same without a word to it; whether that changed anything. */
    boolean muteSilently(boolean on) {
        if (muted == on) {
            return false;
        }
        muted = on;
        applyMute();
        changed();
        return true;
    }

    void held(boolean on) {
        if (held != on) {
            held = on;
            applyMute();
            changed();
        }
    }

    /** It came in, muted or as it was in the room before. */
    void entered(boolean mutedOnEntry) {
        muted |= mutedOnEntry;
        if (muted || held) {
            applyMute();
        }
    }

    private void applyMute() {
        party.media().session().mute(muted || held);
    }

    /** Gives it another name. */
    public void rename(String other) {
        if (!name.equals(other)) {
            name = other;
            changed();
        }
    }

    /** Gives it another role. */
    public void role(Role other) {
        if (role != other) {
            role = other;
            changed();
        }
    }

    /** Puts its hand up, or down. */
    public void raiseHand(boolean up) {
        if (handRaised != up) {
            handRaised = up;
            changed();
        }
    }

    /** Sends it out of the room: its call ends. */
    public void remove() {
        party.end(Cause.REMOVED);
    }

    /** Takes it into another room; false where that is full or gone. Who is in the other room hears it come. */
    public boolean move(Room other) {
        if (other == room) {
            return true;
        }
        if (other.full() || other.closed()) {
            return false;
        }
        room.leaves(this);
        room = other;
        other.enters(this);
        return true;
    }

    void say(Saying... words) {
        String language = room.settings().language();
        say(java.util.Arrays.stream(words).map(w -> w.in(language)).toList());
    }

    void say(List<Prompt> prompts) {
        party.media().say(prompts);
    }

    void speaking(boolean on) {
        speaking = on;
        room.events().onSpeaking(this);
    }

    private void changed() {
        room.events().onParticipantChanged(this);
    }

    Party party() {
        return party;
    }

    RoomKeys.Press keys() {
        return keys;
    }
}
