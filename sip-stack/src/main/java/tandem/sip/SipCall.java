package tandem.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One INVITE session (RFC 3261 section 13 to 15), caller's or called side: dialog, offer/answer in whichever message it travels,
 * reliable provisional responses, session timer and glare are kept here; what the bodies say is not. Orders after the end do
 * nothing. On the signalling loop.
 */
public interface SipCall {
    /** The Call-ID. */
    String callId();

    /** The INVITE that began it: the peer's, or ours, of which after the end only target, Call-ID and CSeq are kept. */
    SipRequest invite();

    /** 180, or 183 with early media in answer to the offer; reliably (RFC 3262) where the peer requires or supports it; with these headers besides. Called side. */
    void ring(int status, Optional<Body> sdp, Map<String, String> headers);

    /** The same without headers. */
    default void ring(int status, Optional<Body> sdp) {
        ring(status, sdp, Map.of());
    }

    /** 200 with the answer, or with our offer where the INVITE had none. Called side. */
    void answer(Body sdp, Map<String, String> headers);

    /** Refuses the INVITE (300 to 699) with these headers besides. Called side. */
    void reject(int status, Optional<String> reason, Map<String, List<String>> headers);

    /**
     * Offers by re-INVITE, or by UPDATE before the answer. One at a time. Glare (491) is retried by RFC 3261 section 14.1; where the
     * peer's own offer comes before that, ours is reported refused with 491, since it was made without knowing the peer's.
     */
    void offer(Body sdp);

    /** A re-INVITE without SDP: asks the peer for an offer, which comes as {@link SipCallEvents#onOffer}. */
    void requestOffer();

    /** Answers the offer in hand (re-INVITE, UPDATE, or a 200 to our INVITE without SDP); our offer where there was none. */
    void accept(Body sdp);

    /** Refuses the offer in hand with that status; the session goes on as it was. */
    void refuse(int status, Optional<String> reason);

    /** An INFO within the dialog (RFC 6086 legacy use): DTMF, picture fast update. */
    void info(Body body);

    /** Ends it whatever its state: CANCEL, BYE, or after the pending answer; {@code reason} is a Reason header (RFC 3326). */
    void hangup(Optional<String> reason);
}
