package tandem.call;

/** The party is asked for a PIN in its protocol's own way, before its call is taken; a wrong entry is a try. */
final class AskedBefore implements PartyState {
    private static final long LONGEST_MS = 120_000;

    private final Party party;
    private final Asked.Question question;
    private int triesLeft;

    /** That many tries; the party's leg has asked already. */
    AskedBefore(Party party, Asked.Question question, int tries) {
        this.party = party;
        this.question = question;
        this.triesLeft = tries;
    }

    void begin() {
        party.become(this);
        party.after(LONGEST_MS, () -> party.end(question.failure()));
    }

    @Override
    public void onPin(Party entering, String pin) {
        if (question.take(pin, /* byPause= */ false)) {
            return;
        }
        triesLeft--;
        if (triesLeft <= 0) {
            party.end(question.failure());
        } else {
            party.leg().askPin(/* wrong= */ true, question.optional());
        }
    }
}
