package tandem.call;

import java.util.List;
import tandem.media.Prompt;

/** The party is told why it cannot stay, and hung up on. */
record Goodbye(Cause why) implements PartyState {
    private static final long LONGEST_MS = 8_000;

    /** Says these words to the party and ends it: at the last of them, or soon if it cannot hear. */
    static void say(Party party, List<Prompt> words, Cause why) {
        party.become(new Goodbye(why));
        party.after(LONGEST_MS, () -> party.end(why));
        party.media().say(words);
    }

    @Override
    public void onPlayed(Party party) {
        party.end(why);
    }
}
