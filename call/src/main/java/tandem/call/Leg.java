package tandem.call;

import java.util.Map;
import java.util.Optional;
import tandem.media.Ice;
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

    /** Tells the peer of one more way to our media, where its protocol has words for that (trickle ICE, RFC 8838). */
    default void candidate(Ice.Candidate ours) {}

    /** Sends a digit by signalling (SIP INFO), for a peer that takes it no other way. */
    void sendDigit(char digit, int durationMs);

    /**
     * Asks the party for a PIN in its protocol's own way, such as a page's dialogue, before the call is taken; what it enters comes
     * as {@link LegEvents#onPin}. False where there is no such way: it is then asked by prompt. Inbound only.
     *
     * @param wrong whether the one before was wrong
     * @param optional whether an empty one lets a guest in
     */
    default boolean askPin(boolean wrong, boolean optional) {
        return false;
    }

    /**
     * Gives the peer a line of text. Lines it wrote itself come too; where its protocol's users see what they wrote, the leg passes
     * them over. Nothing happens where the peer takes no text.
     */
    void message(ChatMessage line);

    /**
     * Whether the party sees its room on a screen of its own, or nobody is there who listens for words: what it did not ask for is not
     * said to it by prompt.
     */
    default boolean shows() {
        return false;
    }

    /** Answers a key on the party's screen, where it {@link #shows} its room. */
    default void reply(Saying words) {}

    /** Whether somebody is there who can do something in a room, by keys or on a page: a stream that only brings or fetches sound cannot. */
    default boolean acts() {
        return true;
    }

    /** Asks the peer for a whole picture, where its protocol has a way besides RTCP. */
    default void askPicture() {}

    /** A line the peer wrote was not taken. */
    default void lineRefused(ChatOutcome why) {}

    /** From now on its messages say that the party talks with a conference (SIP: isfocus), or no longer. */
    default void focus(boolean on) {}

    /**
     * Asks the peer, in a call that is up, to call that address itself (SIP REFER); what comes of it is told. False where there is no
     * way to ask it.
     */
    default boolean handOver(String toAddress, HandOver told) {
        return false;
    }

    /** It goes on as a leg of that other call. */
    default void joins(String call) {}

    /** Ends the leg, whatever its state: refusal, cancellation or goodbye as its protocol has it. */
    void hangup(Cause why);

    /** Facts about the leg for roster and API: protocol, address, user agent. */
    Facts facts();

    /** Where its signalling comes from or goes to, address and port, as far as that is known; else empty. */
    default String remote() {
        return "";
    }

    /** The trunk it goes by, where it knows better than the route: calls go on to others when one fails. */
    default Optional<String> trunk() {
        return Optional.empty();
    }

    /** Its end for that cause as its protocol tells it, to the peer or by the peer. */
    default Codes codes(Cause why) {
        return Codes.NONE;
    }

    /**
     * A cause in numbers.
     *
     * @param sip the SIP status that refused the call, 0 where none did
     * @param q850 the cause of ITU-T Q.850, 0 where there is none
     */
    record Codes(int sip, int q850) {
        /** No numbers. */
        public static final Codes NONE = new Codes(0, 0);
    }

    /**
     * Facts about a leg that do not change while it lasts, but for agent and chat, known once the peer has answered.
     *
     * @param protocol its door
     * @param address the party's address as its protocol writes it
     * @param agent the peer's product as it names itself, or empty
     * @param carried headers of the peer's answer that the other leg is to be given
     * @param chat whether the peer can be sent text
     */
    record Facts(Protocol protocol, String address, String agent, Map<String, String> carried, boolean chat) {
        public Facts {
            carried = Map.copyOf(carried);
        }
    }
}
