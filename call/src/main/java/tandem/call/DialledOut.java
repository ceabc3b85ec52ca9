package tandem.call;

import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;

/** The party is being called from a room. */
record DialledOut(Invitation invitation) implements PartyState {
    @Override
    public void onRinging(Party party, Optional<MediaDescription> early) {
        invitation.onRinging(party);
    }

    @Override
    public void onMoved(Party party, List<Moved> where) {
        invitation.onMoved(party, where);
    }

    @Override
    public void onAnswered(Party party, MediaDescription remote) {
        invitation.onAnswered(party, remote);
    }

    @Override
    public void onOver(Party party, Cause why) {
        invitation.onOver(party, why);
    }
}
