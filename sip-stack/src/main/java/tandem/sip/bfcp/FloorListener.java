package tandem.sip.bfcp;

import java.util.Optional;

/** Who decides over the floors of a conference, and is told what its participants do. Called on the server's loop. */
public interface FloorListener {
    /** To be decided by {@link FloorServer#grant}, {@link FloorServer#accept} or {@link FloorServer#deny}: now, or later. */
    void onFloorRequested(FloorAsk ask);

    /** A request of that user's is over: RELEASED where it held the floor, else CANCELLED. */
    void onFloorReleased(int requestId, int userId, RequestStatus how);

    /** A chair says what is to become of a request (RFC 8855 5.3.9): GRANTED, DENIED, REVOKED or ACCEPTED. Nothing is done yet. */
    void onChairDecided(int chairId, int requestId, RequestStatus decision, Optional<String> info);

    /** The first Hello of a participant, after it joined or said goodbye. */
    void onHello(int userId);

    /** A participant said goodbye; its requests are over, and told before this. It may come again with a Hello. */
    void onGoodbye(int userId);

    /** Four sendings of something got no answer within 7.5 s. The participant stays: some never answer. */
    void onSilent(int userId);
}
