package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.base.Clock;
import tandem.media.Prompt;

/**
 * What keys do in a room: {@code *6} mute myself, {@code *1} hand, {@code *9} who is here, {@code *0} help; of hosts {@code *5} mute
 * all guests, {@code *7} lock, {@code *2} let in who knocked first, {@code *3} turn it away, {@code ##} and once more {@code #} end
 * the conference; {@code *8} and {@code *4} are video's and not available to a voice. Who pressed is told what came of it.
 */
final class RoomKeys {
    private static final long PAUSE_NS = 4_000_000_000L;
    private static final long CONFIRM_NS = 10_000_000_000L;
    private static final int MOST_NAMED = 8;

    private final Clock clock;

    RoomKeys(Clock clock) {
        this.clock = clock;
    }

    /** What a participant has pressed of a command that takes two keys, and whether it is asked to confirm one. */
    static final class Press {
        private char first;
        private long atNs;
        private boolean asked;
        private long askedAtNs;

        /** The command this key completes, if it does. */
        Optional<String> key(char key, long nowNs) {
            boolean fresh = nowNs - atNs <= PAUSE_NS;
            char before = fresh ? first : 0;
            boolean completes = (before == '*' && key != '*') || (before == '#' && key == '#');
            first = !completes && (key == '*' || key == '#') ? key : 0;
            atNs = nowNs;
            return completes ? Optional.of("" + before + key) : Optional.empty();
        }

        /** From now on, for a while, the next key is asked to confirm. */
        void ask(long nowNs) {
            asked = true;
            askedAtNs = nowNs;
        }

        /** Whether it was asked; it is no longer. */
        boolean wasAsked(long nowNs) {
            boolean was = asked && nowNs - askedAtNs <= CONFIRM_NS;
            asked = false;
            return was;
        }
    }

    void press(Participant who, char key) {
        long now = clock.nowNs();
        if (who.keys().wasAsked(now)) {
            if (key == '#') {
                host(who, () -> who.room().dismiss());
                return;
            }
            who.reply(Saying.GOES_ON);
        }
        who.keys().key(key, now).ifPresent(command -> run(who, command));
    }

    private void run(Participant who, String command) {
        switch (command) {
            case "*6" -> who.muteItself(!who.muted());
            case "*5" -> host(who, () -> muteGuests(who));
            case "*7" -> host(who, () -> lock(who));
            case "*2" -> host(who, () -> admit(who));
            case "*3" -> host(who, () -> refuse(who));
            case "*1" -> hand(who);
            case "*9" -> roster(who);
            case "*0" -> help(who);
            case "*4", "*8" -> who.reply(Saying.VIDEO_ONLY);
            case "##" -> host(who, () -> askToEnd(who));
            default -> who.reply(Saying.NOT_AVAILABLE);
        }
    }

    private static void host(Participant who, Runnable command) {
        if (who.role() == Role.HOST) {
            command.run();
        } else {
            who.reply(Saying.HOSTS_ONLY);
        }
    }

    private void askToEnd(Participant who) {
        who.keys().ask(clock.nowNs());
        who.reply(Saying.CONFIRM_END);
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

    private static Optional<Participant> knocking(Room room) {
        return room.waiting().stream()
                .filter(one -> one.presence() == Presence.KNOCKS)
                .findFirst();
    }

    private static void admit(Participant who) {
        Optional<Participant> first = knocking(who.room());
        if (first.isEmpty()) {
            who.reply(Saying.NOBODY_WAITS);
        } else {
            who.reply(first.get().admit() ? Saying.LET_IN : Saying.ROOM_FULL);
        }
    }

    private static void refuse(Participant who) {
        Optional<Participant> first = knocking(who.room());
        first.ifPresent(Participant::remove);
        who.reply(first.isPresent() ? Saying.TURNED_AWAY : Saying.NOBODY_WAITS);
    }

    private static void hand(Participant who) {
        who.raiseHand(!who.handRaised());
        who.say(who.handRaised() ? Saying.HAND_RAISED : Saying.HAND_LOWERED);
    }

    private static void help(Participant who) {
        if (who.role() == Role.HOST) {
            who.say(Saying.HELP, Saying.HELP_HOST);
        } else {
            who.say(Saying.HELP);
        }
    }

    /** How many there are, then the first few of them that have a number; a host hears how many knock. */
    private static void roster(Participant who) {
        Room room = who.room();
        String language = room.settings().language();
        List<Prompt> words = new ArrayList<>();
        if (room.participants().size() == 1) {
            words.add(Saying.ONLY_YOU.in(language));
        } else {
            words.add(Saying.HERE_ARE.in(language));
            words.addAll(
                    Saying.digits(language, String.valueOf(room.participants().size())));
            words.add(Saying.PARTICIPANTS.in(language));
            room.participants().stream().limit(MOST_NAMED).forEach(one -> number(one, language, words));
        }
        List<Participant> knocking = room.waiting().stream()
                .filter(one -> one.presence() == Presence.KNOCKS)
                .toList();
        if (who.role() == Role.HOST && !knocking.isEmpty()) {
            words.add(Saying.WAITING_HERE.in(language));
            words.addAll(Saying.digits(language, String.valueOf(knocking.size())));
            knocking.stream().limit(MOST_NAMED).forEach(one -> number(one, language, words));
        }
        who.say(words);
    }

    private static void number(Participant one, String language, List<Prompt> words) {
        if (isNumber(one.name())) {
            words.add(new Prompt.Silence(300));
            words.addAll(Saying.digits(language, one.name()));
        }
    }

    static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() <= 15 && name.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '+');
    }
}
