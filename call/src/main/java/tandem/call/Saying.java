package tandem.call;

import java.util.ArrayList;
import java.util.List;
import tandem.media.Prompt;

/** What the gateway says to people: the recordings a language folder has. */
public enum Saying {
    /** "Welcome." */
    WELCOME("welcome"),
    /** "You are the first one here." */
    YOU_ARE_THE_FIRST("you-are-the-first"),
    /** "Please enter the PIN, followed by the hash key." */
    ENTER_PIN("enter-pin"),
    /** "Hosts, please enter your PIN, followed by the hash key. Guests, please press the hash key." */
    ENTER_PIN_OR_HASH("enter-pin-or-hash"),
    /** "That PIN is not right." */
    WRONG_PIN("wrong-pin"),
    /** "Please enter the room number, followed by the hash key." */
    ENTER_ROOM("enter-room"),
    /** "There is no such room." */
    NO_SUCH_ROOM("no-such-room"),
    /** "The room is locked." */
    ROOM_LOCKED("room-locked"),
    /** "The room is full." */
    ROOM_FULL("room-full"),
    /** "No PIN is taken at the moment. Please try again later." */
    NO_PIN_NOW("no-pin-now"),
    /** "Please wait for the host." */
    WAIT_FOR_HOST("wait-for-host"),
    /** "Please wait until a host lets you in." */
    WAIT_TO_BE_LET_IN("wait-to-be-let-in"),
    /** "You are in the conference now." */
    YOU_ARE_IN("you-are-in"),
    /** "The host does not let you in." */
    NOT_LET_IN("not-let-in"),
    /** "Nobody has let you in." */
    NOBODY_LET_YOU_IN("nobody-let-you-in"),
    /** "No host has come." */
    NO_HOST_CAME("no-host-came"),
    /** "The host has left. The conference ends soon unless a host comes back." */
    HOST_HAS_LEFT("host-has-left"),
    /** "Goodbye." */
    GOODBYE("goodbye"),
    /** "You are muted." */
    MUTED("muted"),
    /** "You are no longer muted." */
    UNMUTED("unmuted"),
    /** "All guests are muted." */
    ALL_MUTED("all-muted"),
    /** "The guests are no longer muted." */
    ALL_UNMUTED("all-unmuted"),
    /** "The room is now locked." */
    LOCKED("locked"),
    /** "The room is no longer locked." */
    UNLOCKED("unlocked"),
    /** "Your hand is up." */
    HAND_RAISED("hand-raised"),
    /** "Your hand is down." */
    HAND_LOWERED("hand-lowered"),
    /** "Only a host can do that." */
    HOSTS_ONLY("hosts-only"),
    /** "That is not available." */
    NOT_AVAILABLE("not-available"),
    /** "That is for those who have video." */
    VIDEO_ONLY("video-only"),
    /** "Let in." */
    LET_IN("let-in"),
    /** "Turned away." */
    TURNED_AWAY("turned-away"),
    /** "Nobody is waiting." */
    NOBODY_WAITS("nobody-waits"),
    /** "To end the conference for everybody, press the hash key again." */
    CONFIRM_END("confirm-end"),
    /** "The conference goes on." */
    GOES_ON("goes-on"),
    /** Names the keys. */
    HELP("help"),
    /** Names the keys that only a host has. */
    HELP_HOST("help-host"),
    /** "You are the only one here." */
    ONLY_YOU("only-you"),
    /** "Waiting to be let in:", before a number. */
    WAITING_HERE("waiting-here"),
    /** "Here are", before a number. */
    HERE_ARE("here-are"),
    /** "participants", after a number. */
    PARTICIPANTS("participants"),
    /** "The conference has ended." */
    CONFERENCE_ENDED("conference-ended"),
    /** "has joined", after a number. */
    HAS_JOINED("has-joined"),
    /** "has left", after a number. */
    HAS_LEFT("has-left");

    private final String recording;

    Saying(String recording) {
        this.recording = recording;
    }

    /** The file without its ending. */
    public String recording() {
        return recording;
    }

    /** As something to play, in that language. */
    public Prompt in(String language) {
        return new Prompt.Recording(language, recording);
    }

    /** A number, digit by digit: recordings {@code digit-0} to {@code digit-9}. */
    static List<Prompt> digits(String language, String digits) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c >= '0' && c <= '9') {
                prompts.add(new Prompt.Recording(language, "digit-" + c));
            }
        }
        return prompts;
    }
}
