package tandem.call;

import java.util.Map;
import java.util.Optional;
import tandem.media.MediaDescription;

/**
 * Our side of one conversation with one party, in whatever protocol. Orders after the end do nothing. On the signalling loop.
 */
public interface Leg {
    /** The alerting indication; with a description, early media in answer to the peer's offer (SIP 183). Inbound only. */
    void ring(Optional<MediaDescription> early);

    /**
     * Takes the call. The description answers the peer's offer; where the peer made none it is our offer, and the peer's answer
     * comes as {@link LegEvents#onAnswer}. Inbound only.
     */
    void answer(MediaDescription local);

    /** Offers the peer new media in a call that is up (SIP re-INVITE or UPDATE). One at a time; glare is retried below. */
    void offer(MediaDescription local);

    /** Asks the peer, in a call that is up, for an offer of its own (SIP re-INVITE without SDP). */
    void requestOffer();

    /** Answers the peer's offer that came as {@link LegEvents#onOffer}; where that was empty, this is our offer. */
    void accept(MediaDescription local);

    /**
     * Refuses the peer's offer that came as {@link LegEvents#onOffer}; the call goes on as it was. {@link Cause#GLARE} asks the
     * peer to try again later (SIP 491).
     */
    void refuse(Cause why);

    /** Gives the peer these headers, by name, with our next {@link #ring}, {@link #answer} or {@link #hangup}. Inbound only. */
    void carry(Map<String, String> headers);

    /** Sends a digit by signalling (SIP INFO), for a peer that takes it no other way. */
    void sendDigit(char digit, int durationMs);

    /** Ends the leg, whatever its state: refusal, cancellation or goodbye as its protocol has it. */
    void hangup(Cause why);

    /** Facts about the leg for roster and API: protocol, address, user agent. */
    Facts facts();

    /**
     * Facts about a leg that do not change while it lasts, but for the agent, known once the peer has answered.
     *
     * @param protocol its door
     * @param address the party's address as its protocol writes it
     * @param agent the peer's product as it names itself, or empty
     * @param carried headers of the peer's answer that the other leg is to be given
     */
    record Facts(Protocol protocol, String address, String agent, Map<String, String> carried) {
        public Facts {
            carried = Map.copyOf(carried);
        }
    }
}
