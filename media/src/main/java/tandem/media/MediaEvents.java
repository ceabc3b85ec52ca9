package tandem.media;

/** What one leg's media reports, on the signalling loop. */
public interface MediaEvents {
    /** One press of a key: 0-9, *, #, A-D; once, however many ways it came. */
    void onDigit(char digit, int durationMs);

    /** The peer began or ceased to speak (level, with hold time). */
    void onSpeaking(boolean speaking);

    /** Nothing was received for that long although the peer should send: neither held by it nor by us. Reported once a silence. */
    void onSilentFor(long ms);

    /** The silence reported last is over: RTP, RTCP or a keep-alive came, or the peer was held since and it counts anew. */
    default void onHeardAgain() {}

    /** A whole picture is wanted of the peer, who says of no feedback that it understands it: it is to be asked by signalling too. */
    default void onPictureWanted() {}

    /** One more way to us was found after the description that was given (trickle ICE, RFC 8838). */
    default void onCandidate(Ice.Candidate ours) {}

    /** What was ordered by the last {@link MediaSession#play} has been played. */
    void onPlayed();

    /** It was closed, and these are its last figures; whoever keeps them has had those of the second before. */
    default void onClosed(MediaStats last) {}

    /** The media path cannot work: a DTLS handshake failed, a key does not fit. In words for a person. */
    void onMediaFailed(String why);
}
