package tandem.call;

import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;

/** The party is one of the two in a call. */
record InCall(Call call) implements PartyState {
    @Override
    public void onRinging(Party party, Optional<MediaDescription> early) {
        call.onRinging(party, early);
    }

    @Override
    public void onAnswered(Party party, MediaDescription remote) {
        call.onAnswered(party, remote);
    }

    @Override
    public void onConfirmed(Party party) {
        call.onConfirmed();
    }

    @Override
    public void onOffer(Party party, MediaDescription remote) {
        call.negotiation().onOffer(party, remote);
    }

    @Override
    public void onAnswer(Party party, MediaDescription remote) {
        call.negotiation().onAnswer(party, remote);
    }

    @Override
    public void onOfferRefused(Party party, Cause why) {
        call.negotiation().onOfferRefused(party, why);
    }

    @Override
    public void onDigit(Party party, char digit, int durationMs) {
        call.onDigit(party, digit, durationMs);
    }

    @Override
    public void onMessage(Party party, String text) {
        call.onMessage(party, text);
    }

    @Override
    public void onMoved(Party party, List<Moved> where) {
        call.onMoved(party, where);
    }

    @Override
    public void onTransfer(Party party, Transfer wish) {
        party.calls().transfers().ask(party, call, wish);
    }

    @Override
    public void onMediaReady(Party party) {
        call.onMediaReady();
    }

    @Override
    public void onOver(Party party, Cause why) {
        call.onOver(party, why);
    }
}
