package tandem.call;

import tandem.call.PutThrough.Sender;

/** The party has had the other one put through, and waits for what comes of it; when that is done it is to say goodbye. */
final class Transferring implements PartyState, Sender {
    /** A phone that was told says goodbye by itself (RFC 5589 section 6.1); this is how long it has for that. */
    static final long GOODBYE_MS = 4_000;

    private final Party party;
    private final Party other;
    private final Call before;
    private final Transfer.Asker asker;
    private boolean done;
    private boolean gone;

    /** That party had the other put through, with whom it was in that call. */
    Transferring(Party party, Party other, Call before, Transfer.Asker asker) {
        this.party = party;
        this.other = other;
        this.before = before;
        this.asker = asker;
    }

    @Override
    public void onRinging() {
        if (!gone) {
            asker.onRinging();
        }
    }

    @Override
    public void onDone() {
        done = true;
        asker.onDone(); // who hung up at once may still hear of it
        party.after(GOODBYE_MS, () -> party.end(Cause.TRANSFERRED));
    }

    @Override
    public void onFailed(Cause why) {
        done = true;
        if (gone) {
            asker.onFailed(why);
            other.end(Call.mapped(why));
        } else {
            before.again();
            asker.onFailed(why);
        }
    }

    @Override
    public void onLost(Cause why) {
        done = true;
        asker.onFailed(Cause.GONE);
        party.end(why);
    }

    @Override
    public Cause recorded(Cause why) {
        return Cause.TRANSFERRED;
    }

    @Override
    public void onTransfer(Party again, Transfer wish) {
        wish.asker().onFailed(done ? Cause.GONE : Cause.GLARE);
    }

    @Override
    public void onOver(Party over, Cause why) {
        gone = true;
    }
}
