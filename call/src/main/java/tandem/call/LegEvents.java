package tandem.call;

import java.util.List;
import java.util.Optional;
import tandem.media.Ice;
import tandem.media.MediaDescription;

/** What a leg reports, on the signalling loop. {@link #onEnded} comes exactly once and last. */
public interface LegEvents {
    /** The called side shows the first sign of life; a protocol that has none before it rings says so when it dials. Outbound only. */
    default void onTrying() {}

    /** The called party is alerted; with a description where it sends early media. Outbound only; may come again. */
    void onRinging(Optional<MediaDescription> early);

    /**
     * The called party took the call. The description answers our offer, or is its offer where we made none (then
     * {@link Leg#accept} is owed). Outbound only.
     */
    void onAnswered(MediaDescription remote);

    /** The peer confirmed our answer (SIP ACK): both sides know the call is up. Inbound only. */
    void onConfirmed();

    /** The peer offers new media; empty asks us for an offer. {@link Leg#accept} or {@link Leg#refuse} is owed. */
    void onOffer(MediaDescription remote);

    /**
     * The peer's answer to our offer, or to the offer in our {@link Leg#answer}; without an offer of ours, what it answered to a
     * refresh of the session with our description in force.
     */
    void onAnswer(MediaDescription remote);

    /**
     * The peer refused our offer; what was agreed before stands. {@link Cause#GLARE}: it crossed an offer of the peer's, which
     * may come as {@link #onOffer} in the same turn.
     */
    void onOfferRefused(Cause why);

    /** The peer told of one more way to its media (trickle ICE, RFC 8838). */
    default void onCandidate(Ice.Candidate theirs) {}

    /** A digit came by signalling (SIP INFO, H.245 user input). */
    void onDigit(char digit, int durationMs);

    /** The peer asks by signalling for a whole picture (SIP INFO, RFC 5168; H.245): one it saw was lost. */
    default void onPictureLost() {}

    /** The PIN that {@link Leg#askPin} asked for. */
    default void onPin(String pin) {}

    /** The peer wrote a line of text. */
    void onMessage(String text);

    /** The peer asks that whom it talks with be put through to somebody else; it is told what comes of it. */
    default void onTransfer(Transfer wish) {
        wish.asker().onFailed(Cause.UNAVAILABLE);
    }

    /** The called party is to be had elsewhere, in this order; its end, by {@link Cause#MOVED}, follows. Outbound only. */
    default void onMoved(List<Moved> where) {}

    /** Whether the peer's media still comes: asked by a protocol whose own sign of life has not come. */
    boolean mediaFlows();

    /** The leg is over, by the peer's doing or as the echo of our {@link Leg#hangup}. */
    void onEnded(Cause why);
}
