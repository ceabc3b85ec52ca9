package tandem.sip;

import java.util.Optional;

/** What an INVITE session reports. {@link #onEnded} comes exactly once and last. */
public interface SipCallEvents {
    /** The first response of whatever kind below 200 came: somebody is there. Caller's side. */
    default void onTrying() {}

    /** A provisional response above 100, with the answer if it carries one that counts. Caller's side. */
    void onProvisional(SipResponse response, Optional<Body> sdp);

    /** The 2xx. The body is the answer, or the peer's offer where our INVITE had none (then {@link SipCall#accept} is owed). */
    void onAnswered(SipResponse response, Optional<Body> sdp);

    /** Our 2xx was acknowledged. Called side. */
    void onConfirmed();

    /** An offer of the peer's in the session, empty where it asks for ours. {@link SipCall#accept} or refuse is owed. */
    void onOffer(SipRequest request, Optional<Body> sdp);

    /** The answer to our offer, in whichever message it came. */
    void onAnswer(Body sdp);

    /** Our offer was refused with that status (408 where nothing came); the session stands as before. */
    void onOfferRefused(int status);

    /** An INFO; answered 200 by the stack when this returns true, 415 when false. */
    boolean onInfo(SipRequest info, Optional<Body> body);

    /** A MESSAGE (RFC 3428); answered with the status this returns: 200, or 405, 413, 415 where it is not taken. */
    default int onMessage(SipRequest message) {
        return 405;
    }

    /** The peer asks that somebody else be called; {@link SipReferral#accept} or refuse is owed. */
    default void onRefer(SipReferral referral) {
        referral.refuse(603, Optional.empty());
    }

    /**
     * Whether media still flows: asked when the session timer has run out without a refresh. While true the session is let live,
     * two hours at most; room systems are known to break RFC 4028.
     */
    default boolean mediaFlows() {
        return false;
    }

    /** The session is over. */
    void onEnded(SipEnd end);
}
