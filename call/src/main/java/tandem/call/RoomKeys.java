package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.Clock;
import tandem.media.Prompt;

/**
 * What keys do in a room: {@code *6} mute myself, {@code *5} mute all guests, {@code *7} lock, {@code *1} hand, {@code *9} who
 * is here, {@code *0} help, {@code ##} end the conference; {@code *8} and {@code *4} are video's and not available to a voice.
 * Who pressed is told what came of it.
 */
final class RoomKeys {
    private static final long PAUSE_NS = 4_000_000_000L;
    private static final int MOST_NAMED = 8;

    private final Clock clock;

    RoomKeys(Clock clock) {
        this.clock = clock;
    }

    /** What a participant has pressed of a command that takes two keys. */
    static final class Press {
        private char first;
        private long atNs;

        /** The command this key completes, if it does. */
        Optional<String> key(char key, long nowNs) {
            boolean fresh = nowNs - atNs <= PAUSE_NS;
            char before = fresh ? first : 0;
            boolean completes = (before == '*' && key != '*') || (before == '#' && key == '#');
            first = !completes && (key == '*' || key == '#') ? key : 0;
            atNs = nowNs;
            return completes ? Optional.of("" + before + key) : Optional.empty();
        }
    }

    void press(Participant who, char key) {
        who.keys().key(key, clock.nowNs()).ifPresent(command -> run(who, command));
    }

    private static void run(Participant who, String command) {
        switch (command) {
            case "*6" -> who.mute(!who.muted());
            case "*5" -> host(who, () -> muteGuests(who));
            case "*7" -> host(who, () -> lock(who));
            case "*1" -> hand(who);
            case "*9" -> roster(who);
            case "*0" -> who.say(Saying.HELP);
            case "##" -> host(who, () -> who.room().dismiss());
            default -> who.say(Saying.NOT_AVAILABLE);
        }
    }

    private static void host(Participant who, Runnable command) {
        if (who.role() == Role.HOST) {
            command.run();
        } else {
            who.say(Saying.HOSTS_ONLY);
        }
    }

    private static void muteGuests(Participant who) {
        boolean mute = who.room().participants().stream().anyMatch(p -> p.role() == Role.GUEST && !p.muted());
        who.room().muteGuests(mute);
        who.say(mute ? Saying.ALL_MUTED : Saying.ALL_UNMUTED);
    }

    private static void lock(Participant who) {
        Room room = who.room();
        room.lock(!room.locked());
        who.say(room.locked() ? Saying.LOCKED : Saying.UNLOCKED);
    }

    private static void hand(Participant who) {
        who.raiseHand(!who.handRaised());
        who.say(who.handRaised() ? Saying.HAND_RAISED : Saying.HAND_LOWERED);
    }

    /** How many there are, then the first few of them that have a number. */
    private static void roster(Participant who) {
        Room room = who.room();
        String language = room.settings().language();
        List<Prompt> words = new ArrayList<>();
        words.add(Saying.HERE_ARE.in(language));
        words.addAll(Saying.digits(language, String.valueOf(room.participants().size())));
        words.add(Saying.PARTICIPANTS.in(language));
        room.participants().stream()
                .filter(p -> isNumber(p.name()))
                .limit(MOST_NAMED)
                .forEach(p -> {
                    words.add(new Prompt.Silence(300));
                    words.addAll(Saying.digits(language, p.name()));
                });
        who.say(words);
    }

    static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() <= 15 && name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '+');
    }
}
