package tandem.media;

import java.util.List;
import java.util.Optional;

/**
 * The media side of one leg. Negotiation is answered at once from what the session already holds; what flows is decided by the
 * one of {@link #join}, {@link #connect}, {@link #echo} or {@link #play} ordered last, and digits, levels and timeouts are
 * reported to its {@link MediaEvents} whatever flows.
 */
public interface MediaSession {
    /**
     * An offer of ours: the first one, or a later one, which keeps every stream in its place, repeats payload types in use and
     * states {@code terms.direction()}. Until {@link #accept} it changes nothing but what may be received.
     */
    MediaDescription offer(MediaTerms terms);

    /** What is in force was offered again without us, to refresh the session: its answer comes by {@link #accept}. */
    void offerAgain();

    /**
     * Answers the peer's offer and applies it; empty when nothing in it can be used (SIP 488), and then nothing has changed.
     * Without {@code preferred} the first codec of the offer that the terms allow is used; where {@code terms.audio()} begins
     * with codecs the peer offered too, the offerer's order decides between them.
     */
    Optional<MediaDescription> answer(MediaDescription offer, MediaTerms terms);

    /**
     * Applies the peer's answer to our last offer; false when it cannot be used, and then nothing has changed. It may come
     * again for the same offer: early media first and the final answer later, or another branch of a forked call.
     */
    boolean accept(MediaDescription answer);

    /** One more way to the peer, that came after its description (trickle ICE, RFC 8838). */
    default void remoteCandidate(Ice.Candidate theirs) {}

    /** Forgets our last offer: it was refused or never answered. */
    void rollBack();

    /** The last description the peer gave, and was applied. */
    MediaDescription remote();

    /** The last description of ours in force. */
    MediaDescription local();

    /** The codec we send, once negotiated. */
    Optional<AudioCodec> codec();

    /** The video of people both sides agreed on. */
    default Optional<NegotiatedVideo> video() {
        return Optional.empty();
    }

    /** The peer said by signalling that it lost a picture: whoever it sees is asked for a whole one. */
    default void pictureLost() {}

    /** Starts the clock of the media timeout: the call is up on both sides (for SIP at the ACK, not before). */
    void established();

    /** Into the room's mix; whatever flowed before ends. */
    void join(Mix mix);

    /** What the peer says is kept from the mix, or from the other leg, or no longer. What it hears does not change. */
    void mute(boolean muted);

    /**
     * Two-leg call: what one session receives the other sends, relayed where codecs agree, else transcoded. Both ways, to be
     * called on one of the two. Telephone events go across where both take them; every digit is reported all the same, and
     * one that cannot go that way, or came by signalling, is the core's to send on.
     */
    void connect(MediaSession other);

    /** Sends back what it receives. */
    void echo();

    /** Nothing flows. */
    void park();

    /** Plays in order, once or for ever, instead of, or while in a mix over, what it hears; then {@link MediaEvents#onPlayed}. */
    void play(List<Prompt> prompts, boolean loop);

    /** Ends what {@link #play} began, without {@code onPlayed}. */
    void stopPlaying();

    /** Sends one DTMF digit (0-9 * # A-D) by RFC 4733 where the peer takes it, else as tones in band. Digits queue. */
    void sendDigit(char digit, int durationMs);

    /** Whether the peer can take RFC 4733 events. */
    boolean sendsTelephoneEvents();

    /**
     * A digit that signalling brought (SIP INFO, H.245); reported by {@link MediaEvents#onDigit} unless the same press was seen
     * in the media before it.
     */
    void digitBySignalling(char digit, int durationMs);

    /** Shows its datagrams to that one from now on, or to nobody. */
    default void tap(Optional<PacketTap> to) {}

    /** Figures of the last whole second. */
    MediaStats stats();

    /** RTCP BYE, sockets back to the pool. Later calls do nothing. */
    void close();
}
