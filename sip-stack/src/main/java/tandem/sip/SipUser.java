package tandem.sip;

/** Who uses the stack: takes calls and other requests that come from outside. On the signalling loop. */
public interface SipUser {
    /**
     * A new INVITE outside a dialog. Returns who hears of the call from now on; {@link SipCall#ring}, answer and reject may be
     * called inside, their consequences are reported after this returned.
     */
    SipCallEvents onCall(SipCall call);

    /** A request outside a dialog other than INVITE: OPTIONS, REGISTER, MESSAGE. {@link SipStack#answer} is owed, now or later. */
    void onRequest(SipRequest request);
}
