package tandem.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.media.Prompt;

/**
 * The party is asked for digits, by prompt: at the reception for a room number, at a room's door for its PIN. {@code #} ends
 * them, {@code *} clears them, a pause after them ends them too, a short one where nothing can follow; a wrong or missing entry is a
 * try.
 */
final class Asked implements PartyState {
    private static final long FIRST_DIGIT_MS = 15_000;
    private static final long NEXT_DIGIT_MS = 5_000;
    private static final long COMPLETE_MS = 1_500;
    private static final long LATE_HASH_MS = 3_000;
    private static final int PAUSE_MS = 300;

    private final Party party;
    private final Question question;
    private final String language;
    private final Entry entry = new Entry();
    private int triesLeft;
    private long hashOverlookedUntilNs;
    private boolean overlooksHash;

    /** Asks the party, that many times at most. It must have been answered. */
    Asked(Party party, Question question, String language, int tries) {
        this.party = party;
        this.question = question;
        this.language = language;
        this.triesLeft = tries;
    }

    /** What is asked for, and what happens then. */
    interface Question {
        /** What is said to ask. */
        Saying words();

        /** What is said to a wrong entry. */
        Saying wrongWords();

        /** Whether an empty entry is one too. */
        default boolean optional() {
            return false;
        }

        /** Why it ends when no try is left. */
        Cause failure();

        /** Whether these digits are an entry to which no further one could belong. */
        default boolean complete(String typed) {
            return false;
        }

        /** Takes the entry, which a pause has ended or a key: true when the party has been sent on, false when it was wrong. */
        boolean take(String typed, boolean byPause);
    }

    /** The entry before was ended by a pause: the hash that was meant to end it may still come, and is no answer to this question. */
    void overlooksLateHash() {
        overlooksHash = true;
        hashOverlookedUntilNs = nowNs() + LATE_HASH_MS * 1_000_000;
    }

    private long nowNs() {
        return party.calls().loop().clock().nowNs();
    }

    private boolean late(char digit) {
        boolean late = overlooksHash && digit == '#' && nowNs() - hashOverlookedUntilNs < 0;
        overlooksHash = false;
        return late;
    }

    /** Begins, saying this before the question. */
    void begin(List<Saying> first) {
        party.become(this);
        ask(first);
    }

    private void ask(List<Saying> first) {
        List<Prompt> words = new ArrayList<>();
        words.add(new Prompt.Silence(PAUSE_MS));
        first.forEach(saying -> words.add(saying.in(language)));
        words.add(question.words().in(language));
        party.media().say(words);
        party.after(FIRST_DIGIT_MS, this::missing);
    }

    @Override
    public void onPlayed(Party party) {
        if (entry.isEmpty()) {
            party.after(FIRST_DIGIT_MS, this::missing);
        }
    }

    @Override
    public void onDigit(Party party, char digit, int durationMs) {
        if (late(digit)) {
            return;
        }
        party.media().hush();
        Optional<String> typed = entry.press(digit);
        if (typed.isPresent()) {
            take(typed.get(), /* byPause= */ false);
            return;
        }
        if (entry.isEmpty()) {
            party.after(FIRST_DIGIT_MS, this::missing);
        } else {
            long pauseMs = question.complete(entry.typed()) ? COMPLETE_MS : NEXT_DIGIT_MS;
            party.after(pauseMs, () -> take(entry.take(), /* byPause= */ true));
        }
    }

    private void take(String typed, boolean byPause) {
        if (!question.take(typed, byPause)) {
            again(List.of(question.wrongWords()));
        }
    }

    private void missing() {
        again(List.of());
    }

    private void again(List<Saying> first) {
        triesLeft--;
        if (triesLeft > 0) {
            ask(first);
            return;
        }
        List<Prompt> words = new ArrayList<>();
        first.forEach(saying -> words.add(saying.in(language)));
        words.add(Saying.GOODBYE.in(language));
        Goodbye.say(party, words, question.failure());
    }
}
