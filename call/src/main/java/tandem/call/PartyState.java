package tandem.call;

import java.util.Optional;
import tandem.media.MediaDescription;

/** What a party is doing, which decides where its facts go. What a state does not say is dealt with by the party alone. */
sealed interface PartyState permits Knocking, Asked, InRoom, InCall, OnItsOwn, DialledOut, Goodbye, Gone {
    /** The called party is alerted. */
    default void onRinging(Party party, Optional<MediaDescription> early) {}

    /** The called party took the call. */
    default void onAnswered(Party party, MediaDescription remote) {}

    /** Both sides know the call is up. */
    default void onConfirmed(Party party) {}

    /** New media offered by the peer. */
    default void onOffer(Party party, MediaDescription remote) {
        party.media().acceptOffer(remote);
    }

    /** The peer's answer to an offer of ours. */
    default void onAnswer(Party party, MediaDescription remote) {
        party.media().settle(remote);
    }

    /** The peer refused an offer of ours. */
    default void onOfferRefused(Party party, Cause why) {
        party.media().rollBack();
    }

    /** A key was pressed. */
    default void onDigit(Party party, char digit, int durationMs) {}

    /** The party began or ceased to speak. */
    default void onSpeaking(Party party, boolean speaking) {}

    /** What was to be played has been. */
    default void onPlayed(Party party) {}

    /** Media flows both ways for the first time: the party can hear us. */
    default void onMediaReady(Party party) {}

    /** The party left this state because its leg is over. */
    default void onOver(Party party, Cause why) {}
}
