package tandem.sip;

import java.util.List;

/** Who uses the stack: takes calls and other requests that come from outside. On the signalling loop. */
public interface SipUser {
    /**
     * A new INVITE outside a dialog. Returns who hears of the call from now on; {@link SipCall#ring}, answer and reject may be
     * called inside, their consequences are reported after this returned.
     */
    SipCallEvents onCall(SipCall call);

    /** A request outside a dialog other than INVITE: OPTIONS, REGISTER, MESSAGE ... {@link SipStack#answer} is owed, now or later. */
    void onRequest(SipRequest request);

    /**
     * Whether a request outside dialogs, ACK and CANCEL aside, is to be handled at all; otherwise it gets no answer, and nothing is kept
     * of it. Asked once for each, before anything else.
     */
    default boolean admits(SipRequest request) {
        return true;
    }

    /** The event packages it notifies of (RFC 6665), for Allow-Events; their SUBSCRIBE requests come by {@link #onRequest}. */
    default List<String> events() {
        return List.of();
    }

    /** A connection or socket is gone: what is to be sent that way needs a new one. */
    default void onLost(SipWay way, String why) {}
}
