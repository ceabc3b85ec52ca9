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

    /** The INVITE that began it: the peer's, or ours, of which after the end only target, Call-ID, CSeq and where it went are kept. */
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

    /** Whether the peer takes MESSAGE within the dialog: it names the method in Allow, and has not refused one. */
    boolean takesMessages();

    /** A MESSAGE within the dialog (RFC 3428), after those before it; none goes where {@link #takesMessages} is false. */
    void message(Body body);

    /** The call of ours whose place this INVITE is to take (RFC 3891): its Replaces names that. Called side. */
    default Optional<SipCall> replaced() {
        return Optional.empty();
    }

    /**
     * How an INVITE to us names this dialog whose place it is to take (RFC 3891): our tag is the one of To. Of a call that is forked, the
     * first dialog. Empty where there is none yet, or the peer has no tag.
     */
    default Optional<SipReplaces> named() {
        return Optional.empty();
    }

    /** From now on our Contact says that we are the focus of a conference (RFC 4579 section 4.1), or no longer. */
    default void focus(boolean on) {}

    /** Whether the peer takes REFER: it names the method in Allow. */
    boolean takesRefers();

    /**
     * Asks the peer by REFER within the dialog (RFC 3515) to call that URI, with these headers in the REFER besides; what comes of it
     * is told to {@code told}, never before this returned. One at a time.
     */
    void refer(String target, Map<String, String> headers, SipReferEvents told);

    /** Ends it whatever its state: CANCEL, BYE, or after the pending answer; {@code reason} is a Reason header (RFC 3326). */
    void hangup(Optional<String> reason);
}
