package tandem.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;

/** What a party is doing, which decides where its facts go. What a state does not say is dealt with by the party alone. */
sealed interface PartyState
        permits Knocking,
                Asked,
                AskedBefore,
                AtTheDoor,
                InRoom,
                InCall,
                OnItsOwn,
                DialledOut,
                Transferring,
                Transferred,
                Goodbye,
                Gone {
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

    /** A PIN was entered in the protocol's own way. */
    default void onPin(Party party, String pin) {}

    /** The party wrote a line of text. */
    default void onMessage(Party party, String text) {}

    /** The party began or ceased to speak. */
    default void onSpeaking(Party party, boolean speaking) {}

    /** What was to be played has been. */
    default void onPlayed(Party party) {}

    /** Media flows both ways for the first time: the party can hear us. */
    default void onMediaReady(Party party) {}

    /** The called party is to be had elsewhere. */
    default void onMoved(Party party, List<Moved> where) {}

    /** The party asks that whom it talks with be put through to somebody else; here there is nobody. */
    default void onTransfer(Party party, Transfer wish) {
        wish.asker().onFailed(Cause.UNAVAILABLE);
    }

    /** What is put down as the cause of the party's end, where this came of it. */
    default Cause recorded(Cause why) {
        return why;
    }

    /** How long nothing at all may come from the party before it is given up, where that differs from the usual. */
    default Optional<Duration> silence() {
        return Optional.empty();
    }

    /** The party left this state because its leg is over. */
    default void onOver(Party party, Cause why) {}
}
