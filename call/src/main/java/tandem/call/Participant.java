package tandem.call;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;
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
    private boolean mutedItself;
    private boolean held;
    private Optional<Instant> handRaised = Optional.empty();
    private boolean speaking;
    private Presence presence;

    Participant(Room room, Party party, Role role, Presence presence) {
        this.room = room;
        this.party = party;
        this.name = party.name();
        this.role = role;
        this.presence = presence;
        this.joined = room.now();
    }

    /** The id of its call. */
    public String id() {
        return party.id();
    }

    /** The room it is in, or at the door of. */
    public Room room() {
        return room;
    }

    /** Whether it is in the room or at its door. */
    public Presence presence() {
        return presence;
    }

    void presence(Presence other) {
        presence = other;
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
        return handRaised.isPresent();
    }

    /** Since when its hand is up: who raised it first comes first. */
    public Optional<Instant> handRaisedAt() {
        return handRaised;
    }

    /** Whether it speaks now and is heard. */
    public boolean speaking() {
        return speaking && !muted && !held;
    }

    /** When it came. */
    public Instant joined() {
        return joined;
    }

    /** Who began its call: it, or we. */
    public Way way() {
        return party.way();
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

    /** Whether it muted itself: then it is the one who opens its microphone again. */
    public boolean mutedItself() {
        return muted && mutedItself;
    }

    /** Mutes it, or lets it be heard again, whoever muted it; it is told. Nothing happens where it is so already. */
    public void mute(boolean on) {
        mute(on, /* itself= */ false);
    }

    /** The same by its own wish. */
    public void muteItself(boolean on) {
        mute(on, /* itself= */ true);
    }

    /** The same by a host, who opens nobody's microphone that was closed by its owner; whether it is now as the host would have it. */
    public boolean muteByHost(boolean on) {
        if (!mutedItself()) {
            mute(on);
        }
        return muted == on;
    }

    private void mute(boolean on, boolean itself) {
        boolean changes = muted != on || (on && mutedItself != itself);
        boolean told = muted != on;
        muted = on;
        mutedItself = on && itself;
        if (told) {
            applyMute();
            inform(on ? Saying.MUTED : Saying.UNMUTED);
        }
        if (changes) {
            changed();
        }
    }

    /** The peer offers new media: it is answered, and whether it holds us is looked at. */
    void offered(MediaDescription remote) {
        party.media().acceptOffer(remote);
        looksWhetherHeld();
    }

    /** The peer answers an offer of ours. */
    void answered(MediaDescription remote) {
        party.media().settle(remote);
        looksWhetherHeld();
    }

    private void looksWhetherHeld() {
        boolean on = party.media().directions().holdsUs();
        if (held != on) {
            held = on;
            applyMute();
            changed();
        }
    }

    /** It came in, muted or as it was in the room before. */
    void entered(boolean mutedOnEntry) {
        muted |= mutedOnEntry;
        held = party.media().directions().holdsUs();
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

    /** Gives it another role; who becomes host at the door comes in. */
    public void role(Role other) {
        if (role != other) {
            role = other;
            changed();
            room.onRole(this);
        }
    }

    /** Puts its hand up, or down. */
    public void raiseHand(boolean up) {
        if (handRaised.isPresent() != up) {
            handRaised = up ? Optional.of(room.now()) : Optional.empty();
            changed();
        }
    }

    /** Lets it in from the door; true where it is in already, false where the room is full. */
    public boolean admit() {
        return presence == Presence.IN || room.door().admit(this);
    }

    /** Sends it out of the room, or away from its door with a word: its call ends. */
    public void remove() {
        if (presence.waits()) {
            room.door().refuse(this);
        } else {
            party.end(Cause.REMOVED);
        }
    }

    /** Takes it into another room; false where that is full or gone. Who is in the other room hears it come. */
    public boolean move(Room other) {
        if (other == room) {
            return admit();
        }
        if (other.full() || other.closed()) {
            return false;
        }
        if (presence.waits()) {
            room.door().leaves(this);
            party.media().hush();
            presence = Presence.IN;
            party.become(new InRoom(this));
        } else {
            room.leaves(this);
        }
        room = other;
        other.enters(this, Saying.WELCOME);
        return true;
    }

    /** Tells it what it did not ask for; whoever sees it on a screen is not told. */
    void inform(Saying... words) {
        if (!party.leg().shows()) {
            say(words);
        }
    }

    /** Answers it. */
    void say(Saying... words) {
        String language = room.settings().language();
        say(Arrays.stream(words).map(w -> w.in(language)).toList());
    }

    /** Answers a key it pressed: by prompt, and on its screen where it has one. */
    void reply(Saying words) {
        say(words);
        if (party.leg().shows()) {
            party.leg().reply(words);
        }
    }

    void say(List<Prompt> prompts) {
        party.media().say(prompts);
    }

    void speaking(boolean on) {
        speaking = on;
        room.events().onSpeaking(this);
    }

    private void changed() {
        if (presence.waits()) {
            room.events().onWaiting(this);
        } else {
            room.events().onParticipantChanged(this);
        }
    }

    Party party() {
        return party;
    }

    RoomKeys.Press keys() {
        return keys;
    }
}
